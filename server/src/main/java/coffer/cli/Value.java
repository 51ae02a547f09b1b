package coffer.cli;

import coffer.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// One request parameter on its way out.
sealed interface Value {
  record Text(String text) implements Value {}

  record Bytes(byte[] bytes) implements Value {}

  /// Owned by whoever holds the request; closed after the call.
  record Secret(SecretBytes secret) implements Value {}

  static Value of(String text) {
    return new Text(text);
  }

  /// For parameters that are text on the wire.
  default String asText() {
    return switch (this) {
      case Text(String text) -> text;
      case Bytes(byte[] bytes) -> Base64.getEncoder().encodeToString(bytes);
      case Secret(SecretBytes secret) ->
          secret.use(bytes -> new String(bytes, StandardCharsets.UTF_8));
    };
  }

  default void wipe() {
    if (this instanceof Secret(SecretBytes secret)) {
      secret.close();
    }
  }
}
