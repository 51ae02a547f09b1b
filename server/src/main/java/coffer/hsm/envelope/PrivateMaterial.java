package coffer.hsm.envelope;

import coffer.model.KeySpec;
import java.util.Optional;

/// A private key that was read and found to be consistent.
public sealed interface PrivateMaterial permits RsaMaterial, EcMaterial {
  /// In the one encoding that every driver reads; the caller wipes it.
  byte[] pkcs8();

  /// X.509 SubjectPublicKeyInfo (DER), computed from the private half.
  byte[] publicKey();

  /// Empty unless it is a private key of this spec.
  ///
  /// @param pkcs8 stays the caller's
  static Optional<PrivateMaterial> parse(KeySpec spec, byte[] pkcs8) {
    return switch (spec.family()) {
      case RSA -> RsaMaterial.read(spec, pkcs8).map(PrivateMaterial.class::cast);
      case EC -> EcMaterial.read(spec, pkcs8).map(PrivateMaterial.class::cast);
      case AES, HMAC -> throw new IllegalArgumentException("not a private key");
    };
  }
}
