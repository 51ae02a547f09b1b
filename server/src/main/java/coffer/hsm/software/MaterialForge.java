package coffer.hsm.software;

import coffer.model.KeySpec;
import java.security.Key;
import java.security.KeyPair;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/// Makes material of every spec, and reads it back: plain bytes for secrets, PKCS #8 for private
/// keys.
final class MaterialForge {
  private static final byte[] NONE = {};

  private final Engines engines;

  MaterialForge(Engines engines) {
    this.engines = engines;
  }

  /// New material.
  ///
  /// @param plain the caller wipes it
  /// @param publicKey X.509 SubjectPublicKeyInfo, or empty
  record Forged(byte[] plain, byte[] publicKey) {}

  Forged forge(KeySpec spec) {
    return switch (spec.family()) {
      case AES, HMAC -> new Forged(engines.randomBytes(spec.bits() / 8), NONE);
      case RSA -> forged(engines.rsa().generate(spec.bits()));
      case EC -> forged(curve(spec).generate());
    };
  }

  private static Forged forged(KeyPair pair) {
    return new Forged(pair.getPrivate().getEncoded(), pair.getPublic().getEncoded());
  }

  /// Empty unless it is material of this spec.
  Optional<Key> read(KeySpec spec, byte[] plain) {
    return switch (spec.family()) {
      case AES -> secret(spec, plain, "AES");
      case HMAC -> secret(spec, plain, "Hmac");
      case RSA -> engines.rsa().privateKey(plain, spec.bits()).map(Key.class::cast);
      case EC -> curve(spec).privateKey(plain).map(Key.class::cast);
    };
  }

  /// Imported HMAC keys may be as long as the hash's block.
  private static Optional<Key> secret(KeySpec spec, byte[] plain, String algorithm) {
    int bytes = spec.bits() / 8;
    int bytesMax = spec.family() == KeySpec.Family.HMAC ? 2 * bytes : bytes;
    return plain.length >= bytes && plain.length <= bytesMax
        ? Optional.of(new SecretKeySpec(plain, algorithm))
        : Optional.empty();
  }

  EcEngine curve(KeySpec spec) {
    return spec == KeySpec.EC_P256K ? engines.p256k() : engines.p256();
  }
}
