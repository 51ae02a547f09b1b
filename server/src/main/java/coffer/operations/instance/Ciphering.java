package coffer.operations.instance;

import coffer.hsm.CipherParameters;
import coffer.model.EncryptionAlgorithm;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.PaddingMode;
import coffer.operations.Caller;
import coffer.operations.KeyRefs;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Optional;

/// What the encrypting and decrypting calls share: defaults by key spec, and which version is
/// meant.
final class Ciphering {
  static final byte[] NONE = {};

  private Ciphering() {}

  static CipherParameters parameters(
      Key key,
      Optional<EncryptionAlgorithm> algorithm,
      Optional<PaddingMode> padding,
      Optional<byte[]> iv,
      Optional<byte[]> aad) {
    EncryptionAlgorithm effective = algorithm.orElseGet(() -> byDefault(key.spec()));
    return new CipherParameters(
        effective, padding.orElse(PaddingMode.PKCS7_PADDING), iv.orElse(NONE), aad.orElse(NONE));
  }

  /// Only block modes have a padding to speak of.
  static Optional<PaddingMode> padding(CipherParameters parameters) {
    boolean block =
        parameters.algorithm() == EncryptionAlgorithm.AES_CBC
            || parameters.algorithm() == EncryptionAlgorithm.AES_ECB;
    return block ? Optional.of(parameters.padding()) : Optional.empty();
  }

  /// The version a migrating client names, otherwise the given one.
  static KeyVersion version(Key key, Optional<KeyVersionId> named, KeyVersion otherwise) {
    return named
        .map(id ->
            key.version(id).orElseThrow(() -> new KmsException(ErrorCode.KEY_VERSION_NOT_FOUND)))
        .orElse(otherwise);
  }

  /// The key by its id, or by the version that a migrating client names instead.
  static Target key(
      Services services, Caller caller, Optional<String> keyId, Optional<KeyVersionId> named) {
    if (keyId.isPresent()) {
      return KeyRefs.resolve(services, caller, keyId.get());
    }
    return KeyRefs.ofVersion(
        services, caller, named.orElseThrow(() -> KmsException.missing("KeyId")));
  }

  static boolean isResident(
      Services services, Optional<String> keyId, Optional<KeyVersionId> named) {
    return keyId.isPresent()
        ? KeyRefs.isResident(services, keyId.get(), named, Key::initial)
        : named.isPresent() && KeyRefs.isResident(services, named.get());
  }

  private static EncryptionAlgorithm byDefault(KeySpec spec) {
    return switch (spec.family()) {
      case AES -> EncryptionAlgorithm.AES_GCM;
      case RSA -> EncryptionAlgorithm.RSAES_OAEP_SHA_256;
      case EC, HMAC ->
          throw KmsException.unsupported("a key of spec " + spec.wireName() + " cannot encrypt");
    };
  }
}
