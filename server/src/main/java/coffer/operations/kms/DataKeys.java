package coffer.operations.kms;

import coffer.keys.CiphertextBlob;
import coffer.model.Key;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.model.WireName;
import coffer.operations.Services;
import java.util.Map;
import java.util.Optional;

/// Data keys of this API: random bytes, told and sealed as their Base64 text.
final class DataKeys {
  private static final int BYTES_MAX = 1024;

  private DataKeys() {}

  /// Kinds of data keys, by their documented names.
  public enum Spec implements WireName {
    AES_256(32),
    AES_128(16);

    private final int bytes;

    Spec(int bytes) {
      this.bytes = bytes;
    }

    @Override
    public String wireName() {
      return name();
    }
  }

  /// @param text Base64 of the data key; the caller owns it
  record Made(SecretBytes text, CiphertextBlob blob) {}

  /// @param numberOfBytes wins over `spec`
  static Made make(
      Services services,
      Key key,
      Optional<Spec> spec,
      Optional<Integer> numberOfBytes,
      Optional<Map<String, String>> context) {
    int bytes = numberOfBytes.orElse(spec.orElse(Spec.AES_256).bytes);
    if (bytes < 1 || bytes > BYTES_MAX) {
      throw KmsException.invalid("NumberOfBytes", "1 to 1024");
    }
    SecretBytes text = services.crypto().randomText(key.instance(), bytes);
    try {
      return new Made(text, Texts.seal(services, key, context, text));
    } catch (RuntimeException e) {
      text.close();
      throw e;
    }
  }
}
