package coffer.keys;

import coffer.hsm.HsmException;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyUsage;
import coffer.model.KmsException;

/// When a key may not do what was asked, and what an HSM's refusal means to a caller.
final class Refusals {
  private Refusals() {}

  /// Only an enabled key produces or opens anything.
  static void unlessUsable(Key key, KeyUsage usage) {
    unlessEnabled(key);
    if (!key.serves(usage)) {
      throw KmsException.unsupported("the key's usage is not " + usage.wireName());
    }
  }

  static void unlessEnabled(Key key) {
    switch (key.state()) {
      case ENABLED -> {}
      case DISABLED -> throw new KmsException(ErrorCode.DISABLED);
      case PENDING_IMPORT -> throw new KmsException(ErrorCode.PENDING_IMPORT);
      case PENDING_DELETION -> throw new KmsException(ErrorCode.PENDING_DELETION);
      case DESTROYING -> throw new KmsException(ErrorCode.KEY_NOT_FOUND);
    }
  }

  /// A failed decryption is one code and one message, whatever went wrong.
  static KmsException badCiphertext() {
    return new KmsException(ErrorCode.INVALID_PARAMETER);
  }

  /// What came for import: one code and one message, whatever is wrong with it.
  static KmsException translateImport(HsmException e) {
    return switch (e.failure()) {
      case CALLER, BAD_CIPHERTEXT -> new KmsException(ErrorCode.INVALID_KEY_MATERIAL);
      case UNSUPPORTED, ABSENT, BUSY, STALE_KEY, UNAVAILABLE, CREDENTIAL -> translate(e);
    };
  }

  static KmsException translate(HsmException e) {
    return switch (e.failure()) {
      case CALLER -> new KmsException(ErrorCode.INVALID_PARAMETER);
      case BAD_CIPHERTEXT -> badCiphertext();
      case UNSUPPORTED -> KmsException.unsupported(String.valueOf(e.getMessage()));
      case BUSY -> new KmsException(ErrorCode.THROTTLING);
      case ABSENT, STALE_KEY, UNAVAILABLE, CREDENTIAL ->
          new KmsException(ErrorCode.SERVICE_UNAVAILABLE);
    };
  }
}
