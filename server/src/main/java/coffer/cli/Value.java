package coffer.cli;

import coffer.model.SecretBytes;

/// One request parameter on its way out.
sealed interface Value {
  record Text(String text) implements Value {}

  record Bytes(byte[] bytes) implements Value {}

  /// Owned by whoever holds the request; closed after the call.
  record Secret(SecretBytes secret) implements Value {}

  static Value of(String text) {
    return new Text(text);
  }

  default void wipe() {
    if (this instanceof Secret(SecretBytes secret)) {
      secret.close();
    }
  }
}
