package coffer.hsm.envelope;

import static java.math.BigInteger.ONE;

import coffer.model.KeySpec;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;

/// An RSA key with all its numbers.
public record RsaMaterial(RSAPrivateCrtKey key) implements PrivateMaterial {
  private static final int EXPONENT_BITS_MAX = 33;

  static Optional<RsaMaterial> read(KeySpec spec, byte[] pkcs8) {
    try {
      var key = factory().generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      return key instanceof RSAPrivateCrtKey rsa
              && rsa.getModulus().bitLength() == spec.bits()
              && isConsistent(rsa)
          ? Optional.of(new RsaMaterial(rsa))
          : Optional.empty();
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    }
  }

  @Override
  public byte[] pkcs8() {
    return key.getEncoded();
  }

  @Override
  public byte[] publicKey() {
    try {
      return factory()
          .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()))
          .getEncoded();
    } catch (InvalidKeySpecException e) {
      throw new IllegalStateException("a modulus that was read is no modulus", e);
    }
  }

  /// RFC 8017 §3.2: what belongs together does, or the key would sign what nobody can verify. Large
  /// public exponents only make verifying slow. Whether the primes are prime is the customer's.
  private static boolean isConsistent(RSAPrivateCrtKey key) {
    BigInteger e = key.getPublicExponent();
    BigInteger d = key.getPrivateExponent();
    BigInteger p = key.getPrimeP();
    BigInteger q = key.getPrimeQ();
    if (!e.testBit(0) || e.bitLength() < 2 || e.bitLength() > EXPONENT_BITS_MAX) {
      return false;
    }
    if (p.compareTo(ONE) <= 0 || q.compareTo(ONE) <= 0 || p.equals(q) || d.signum() <= 0) {
      return false;
    }
    BigInteger pLess = p.subtract(ONE);
    BigInteger qLess = q.subtract(ONE);
    return p.multiply(q).equals(key.getModulus())
        && d.compareTo(key.getModulus()) < 0
        && e.multiply(d).mod(pLess).equals(ONE)
        && e.multiply(d).mod(qLess).equals(ONE)
        && key.getPrimeExponentP().equals(d.mod(pLess))
        && key.getPrimeExponentQ().equals(d.mod(qLess))
        && key.getCrtCoefficient().compareTo(p) < 0
        && key.getCrtCoefficient().multiply(q).mod(p).equals(ONE);
  }

  private static KeyFactory factory() {
    try {
      return KeyFactory.getInstance("RSA");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }
}
