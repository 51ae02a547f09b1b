package coffer.hsm.software;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;

/// ECDSA on one curve, by whichever provider is given.
final class EcEngine {
  private static final String NAME = "EC";

  private final Algorithms algorithms;
  private final Curve curve;
  private final Idle<Signature> signatures;

  /// Curves by their orders (SEC 2 §2.4), which tell them apart in every provider.
  enum Curve {
    P256("secp256r1", "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
    P256K("secp256k1", "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    private final String standardName;
    private final BigInteger order;

    Curve(String standardName, String order) {
      this.standardName = standardName;
      this.order = new BigInteger(order, 16);
    }
  }

  EcEngine(Algorithms algorithms, Curve curve) {
    this.algorithms = algorithms;
    this.curve = curve;
    this.signatures = new Idle<>(() -> algorithms.signature("NONEwithECDSA"));
  }

  KeyPair generate() {
    KeyPairGenerator generator = algorithms.keyPairGenerator(NAME);
    try {
      generator.initialize(new ECGenParameterSpec(curve.standardName));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("missing curve " + curve.standardName, e);
    }
    return generator.generateKeyPair();
  }

  /// Empty unless it is a private key on this curve.
  Optional<ECPrivateKey> privateKey(byte[] pkcs8) {
    try {
      var key = algorithms.keyFactory(NAME).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      return key instanceof ECPrivateKey ec && ec.getParams().getOrder().equals(curve.order)
          ? Optional.of(ec)
          : Optional.empty();
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    }
  }

  /// In DER.
  byte[] sign(ECPrivateKey key, byte[] digest) {
    Signature signature = signatures.take();
    try {
      signature.initSign(key);
      signature.update(digest);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ECDSA of this JVM does not work", e);
    } finally {
      signatures.give(signature);
    }
  }
}
