package coffer.operations.kms;

import coffer.hsm.CipherParameters;
import coffer.keys.CiphertextBlob;
import coffer.keys.EncryptionContext;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyVersion;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.operations.Caller;
import coffer.operations.KeyRefs;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Map;
import java.util.Optional;

/// Ciphertexts that name their key, and how they open. Whatever is wrong with one is one refusal.
final class Blobs {
  private Blobs() {}

  static CiphertextBlob read(byte[] blob) {
    return CiphertextBlob.decode(blob).orElseThrow(Blobs::refusal);
  }

  static Target.OfKey key(Services services, Caller caller, CiphertextBlob blob) {
    try {
      return KeyRefs.ofVersion(services, caller, blob.version());
    } catch (KmsException e) {
      throw refusal();
    }
  }

  /// Whatever bytes were sealed; the caller owns them.
  static SecretBytes open(
      Services services, Key key, CiphertextBlob blob, Optional<Map<String, String>> context) {
    return services
        .crypto()
        .decrypt(key, version(key, blob), parameters(blob, context), blob.ciphertext())
        .plaintext();
  }

  /// Text, or a refusal when it is none; the caller owns it.
  static SecretBytes openText(
      Services services, Key key, CiphertextBlob blob, Optional<Map<String, String>> context) {
    return services
        .crypto()
        .decryptText(key, version(key, blob), parameters(blob, context), blob.ciphertext())
        .plaintext();
  }

  private static KeyVersion version(Key key, CiphertextBlob blob) {
    return key.version(blob.version()).orElseThrow(Blobs::refusal);
  }

  private static CipherParameters parameters(
      CiphertextBlob blob, Optional<Map<String, String>> context) {
    return CipherParameters.gcm(blob.iv(), EncryptionContext.aad(context.orElse(Map.of())));
  }

  private static KmsException refusal() {
    return new KmsException(ErrorCode.INVALID_PARAMETER);
  }
}
