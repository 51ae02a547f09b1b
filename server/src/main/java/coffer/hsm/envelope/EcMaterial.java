package coffer.hsm.envelope;

import coffer.model.KeySpec;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;

/// A private key on one of our curves.
///
/// @param scalar between 0 and the curve's order, both excluded
public record EcMaterial(KeySpec spec, BigInteger scalar) implements PrivateMaterial {
  private static final int SCALAR_BYTES = 32;

  static Optional<EcMaterial> read(KeySpec spec, byte[] pkcs8) {
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
      if (!info.getPrivateKeyAlgorithm().equals(algorithm(spec))) {
        return Optional.empty();
      }
      ECPrivateKey key = ECPrivateKey.getInstance(info.parsePrivateKey());
      EcMaterial read = new EcMaterial(spec, key.getKey());
      return read.isOnCurve() && read.agrees(key.getPublicKey())
          ? Optional.of(read)
          : Optional.empty();
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle refuses damaged DER in many ways.
      return Optional.empty();
    }
  }

  @Override
  public byte[] pkcs8() {
    try {
      return new PrivateKeyInfo(algorithm(spec), new ECPrivateKey(spec.bits(), scalar))
          .getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("a private key does not encode", e);
    }
  }

  @Override
  public byte[] publicKey() {
    try {
      return new SubjectPublicKeyInfo(algorithm(spec), point()).getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("a public key does not encode", e);
    }
  }

  /// As PKCS #11 takes it; the caller wipes it.
  public byte[] value() {
    return BigIntegers.asUnsignedByteArray(SCALAR_BYTES, scalar);
  }

  private boolean isOnCurve() {
    return scalar.signum() > 0 && scalar.compareTo(curve(spec).getN()) < 0;
  }

  /// A public half that came along must be the right one.
  private boolean agrees(@Nullable ASN1BitString claimed) {
    return claimed == null || MessageDigest.isEqual(claimed.getOctets(), point());
  }

  private byte[] point() {
    X9ECParameters curve = curve(spec);
    return new FixedPointCombMultiplier()
        .multiply(curve.getG(), scalar)
        .normalize()
        .getEncoded(false);
  }

  private static X9ECParameters curve(KeySpec spec) {
    return SECNamedCurves.getByOID(oid(spec));
  }

  private static AlgorithmIdentifier algorithm(KeySpec spec) {
    return new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, oid(spec));
  }

  private static ASN1ObjectIdentifier oid(KeySpec spec) {
    return switch (spec) {
      case EC_P256 -> SECObjectIdentifiers.secp256r1;
      case EC_P256K -> SECObjectIdentifiers.secp256k1;
      case ALIYUN_AES_256,
          ALIYUN_AES_192,
          ALIYUN_AES_128,
          RSA_2048,
          RSA_3072,
          RSA_4096,
          HMAC_SHA256,
          HMAC_SHA512 ->
          throw new IllegalArgumentException("not on a curve");
    };
  }
}
