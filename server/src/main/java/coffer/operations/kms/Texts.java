package coffer.operations.kms;

import coffer.hsm.CipherParameters;
import coffer.hsm.Sealed;
import coffer.keys.CiphertextBlob;
import coffer.keys.EncryptionContext;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyVersion;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.operations.Services;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How this API seals texts: under a symmetric key's primary version, into a blob that names it.
final class Texts {
  /// Refusals of every call that uses a key, rehearsed or not.
  static final Set<ErrorCode> ERRORS =
      Set.of(
          ErrorCode.KEY_NOT_FOUND,
          ErrorCode.DISABLED,
          ErrorCode.PENDING_DELETION,
          ErrorCode.PENDING_IMPORT,
          ErrorCode.UNAVAILABLE,
          ErrorCode.DRY_RUN_OPERATION,
          ErrorCode.VALIDATION_ERROR,
          ErrorCode.ACCESS_DENIED_ERROR);

  private static final byte[] NEW_IV = {};

  private Texts() {}

  static void requireSymmetric(Key key, String action) {
    if (key.spec().family() != KeySpec.Family.AES) {
      throw KmsException.unsupported(action + " takes a symmetric key");
    }
  }

  /// The text stays the caller's.
  static CiphertextBlob seal(
      Services services, Key key, Optional<Map<String, String>> context, SecretBytes text) {
    KeyVersion version = key.primary();
    byte[] aad = EncryptionContext.aad(context.orElse(Map.of()));
    Sealed sealed =
        services.crypto().encrypt(key, version, CipherParameters.gcm(NEW_IV, aad), text);
    return new CiphertextBlob(version.id(), sealed.iv(), sealed.ciphertext());
  }
}
