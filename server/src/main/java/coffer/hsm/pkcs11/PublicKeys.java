package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.model.KeySpec;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/// Public keys between PKCS #11 attributes and X.509 SubjectPublicKeyInfo.
final class PublicKeys {
  private static final int POINT_BYTES = 65;
  private static final HexFormat HEX = HexFormat.of();

  /// DER of the named curve's OID, as CKA_EC_PARAMS takes it.
  private static final byte[] OID_P256 = HEX.parseHex("06082a8648ce3d030107");

  private static final byte[] OID_P256K = HEX.parseHex("06052b8104000a");

  /// What stands before the point in a SubjectPublicKeyInfo (RFC 5480 §2).
  private static final byte[] SPKI_P256 =
      HEX.parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

  private static final byte[] SPKI_P256K =
      HEX.parseHex("3056301006072a8648ce3d020106052b8104000a034200");

  private PublicKeys() {}

  static byte[] curve(KeySpec spec) {
    return isP256K(spec) ? OID_P256K.clone() : OID_P256.clone();
  }

  /// Reads a public key object.
  static byte[] read(Session session, KeySpec spec, long object) {
    return spec.family() == KeySpec.Family.RSA
        ? rsa(
            attribute(session, object, Ck.CKA_MODULUS),
            attribute(session, object, Ck.CKA_PUBLIC_EXPONENT))
        : ec(spec, attribute(session, object, Ck.CKA_EC_POINT));
  }

  static byte[] rsa(byte[] modulus, byte[] exponent) {
    try {
      return KeyFactory.getInstance("RSA")
          .generatePublic(
              new RSAPublicKeySpec(new BigInteger(1, modulus), new BigInteger(1, exponent)))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "the token's RSA public key is invalid", e);
    }
  }

  /// @param point CKA_EC_POINT: an OCTET STRING around the uncompressed point; some modules leave
  ///   the OCTET STRING out
  static byte[] ec(KeySpec spec, byte[] point) {
    byte[] raw =
        point.length == POINT_BYTES + 2 && point[0] == 0x04 && point[1] == POINT_BYTES
            ? Arrays.copyOfRange(point, 2, point.length)
            : point;
    if (raw.length != POINT_BYTES || raw[0] != 0x04) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "the token's EC point is not uncompressed");
    }
    byte[] prefix = isP256K(spec) ? SPKI_P256K : SPKI_P256;
    byte[] spki = Arrays.copyOf(prefix, prefix.length + POINT_BYTES);
    System.arraycopy(raw, 0, spki, prefix.length, POINT_BYTES);
    return spki;
  }

  /// The uncompressed point at the end of a curve's SubjectPublicKeyInfo.
  static byte[] point(byte[] spki) {
    if (spki.length < POINT_BYTES || spki[spki.length - POINT_BYTES] != 0x04) {
      throw new HsmException(HsmFailure.CALLER, "not an EC public key");
    }
    return Arrays.copyOfRange(spki, spki.length - POINT_BYTES, spki.length);
  }

  static RSAPublicKey parseRsa(byte[] spki) {
    try {
      return (RSAPublicKey)
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(spki));
    } catch (GeneralSecurityException e) {
      throw new HsmException(HsmFailure.CALLER, "not an RSA public key", e);
    }
  }

  /// RSA by a public key, without padding.
  ///
  /// @param block as long as the modulus, and a smaller number
  static byte[] raw(byte[] spki, byte[] block) {
    RSAPublicKey key = parseRsa(spki);
    byte[] raw =
        unsigned(new BigInteger(1, block).modPow(key.getPublicExponent(), key.getModulus()));
    byte[] padded = new byte[block.length];
    System.arraycopy(raw, 0, padded, padded.length - raw.length, raw.length);
    return padded;
  }

  /// An integer as PKCS #11 takes it: big-endian, no sign byte.
  static byte[] unsigned(BigInteger value) {
    byte[] bytes = value.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static boolean isP256K(KeySpec spec) {
    return spec == KeySpec.EC_P256K;
  }

  private static byte[] attribute(Session session, long object, long type) {
    return session
        .attribute(object, type)
        .orElseThrow(() ->
            new HsmException(
                HsmFailure.UNAVAILABLE, "the token does not show a public key's value"));
  }
}
