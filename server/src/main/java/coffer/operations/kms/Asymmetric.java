package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.SigningAlgorithm;
import coffer.operations.KeyRefs;
import coffer.operations.Services;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What the actions on asymmetric keys share: their version is a parameter, and the newest one is
/// meant when a client leaves it out.
final class Asymmetric {
  static final Set<ErrorCode> ERRORS = errors();

  private Asymmetric() {}

  static KeyVersion version(Key key, Optional<KeyVersionId> named) {
    return named
        .map(id ->
            key.version(id).orElseThrow(() -> new KmsException(ErrorCode.KEY_VERSION_NOT_FOUND)))
        .orElseGet(key::primary);
  }

  static boolean isResident(Services services, String keyId, Optional<KeyVersionId> named) {
    return KeyRefs.isResident(services, keyId, named, Key::primary);
  }

  static void require(Key key, String action) {
    if (!key.spec().isAsymmetric()) {
      throw KmsException.unsupported(action + " takes an asymmetric key");
    }
  }

  static void requireDigest(byte[] digest) {
    if (digest.length != SigningAlgorithm.DIGEST_BYTES) {
      throw KmsException.invalid("Digest", "a digest has 32 bytes");
    }
  }

  private static Set<ErrorCode> errors() {
    Set<ErrorCode> errors = new HashSet<>(Texts.ERRORS);
    errors.add(ErrorCode.KEY_VERSION_NOT_FOUND);
    return Set.copyOf(errors);
  }
}
