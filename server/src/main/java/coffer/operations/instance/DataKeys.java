package coffer.operations.instance;

import coffer.hsm.CipherParameters;
import coffer.hsm.Sealed;
import coffer.keys.SealedKeyPair;
import coffer.model.EncryptionAlgorithm;
import coffer.model.Key;
import coffer.model.KeyFormat;
import coffer.model.KeySpec;
import coffer.model.KeyVersion;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.operations.Services;
import java.util.Optional;

/// What the calls that make data keys and data key pairs share. All encrypt with AES_GCM.
final class DataKeys {
  private static final int BYTES_DEFAULT = 32;
  private static final int BYTES_MAX = 1024;

  private DataKeys() {}

  /// @param plaintext the caller owns it
  record Made(SecretBytes plaintext, Sealed sealed) {}

  static Made key(
      Services services,
      Key key,
      KeyVersion version,
      Optional<Integer> numberOfBytes,
      Optional<byte[]> aad) {
    requireGcm(key.spec(), Optional.empty());
    int bytes = numberOfBytes.filter(n -> n != 0).orElse(BYTES_DEFAULT);
    if (bytes < 1 || bytes > BYTES_MAX) {
      throw KmsException.invalid("NumberOfBytes");
    }
    SecretBytes plaintext = services.crypto().random(key.instance(), bytes);
    try {
      return new Made(plaintext, services.crypto().encrypt(key, version, gcm(aad), plaintext));
    } catch (RuntimeException e) {
      plaintext.close();
      throw e;
    }
  }

  static SealedKeyPair pair(
      Services services,
      Key key,
      KeyVersion version,
      KeySpec pairSpec,
      Optional<KeyFormat> format,
      Optional<byte[]> aad) {
    requireGcm(key.spec(), Optional.empty());
    if (!pairSpec.isAsymmetric()) {
      throw KmsException.invalid("KeyPairSpec");
    }
    return services
        .crypto()
        .newKeyPair(key, version, gcm(aad), pairSpec, format.orElse(KeyFormat.PEM));
  }

  static void requireGcm(KeySpec spec, Optional<EncryptionAlgorithm> algorithm) {
    boolean other = algorithm.filter(a -> a != EncryptionAlgorithm.AES_GCM).isPresent();
    if (other || spec.family() != KeySpec.Family.AES) {
      throw KmsException.unsupported("this call encrypts with AES_GCM only");
    }
  }

  private static CipherParameters gcm(Optional<byte[]> aad) {
    return CipherParameters.gcm(Ciphering.NONE, aad.orElse(Ciphering.NONE));
  }
}
