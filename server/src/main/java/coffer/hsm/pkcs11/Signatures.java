package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

/// Encodings around signature mechanisms.
final class Signatures {
  /// DER of DigestInfo up to the digest, for SHA-256 (RFC 8017 §9.2 note 1).
  private static final byte[] SHA256_PREFIX =
      HexFormat.of().parseHex("3031300d060960864801650304020105000420");

  private Signatures() {}

  static byte[] digestInfo(byte[] sha256) {
    byte[] encoded = Arrays.copyOf(SHA256_PREFIX, SHA256_PREFIX.length + sha256.length);
    System.arraycopy(sha256, 0, encoded, SHA256_PREFIX.length, sha256.length);
    return encoded;
  }

  /// From `r || s` of CKM_ECDSA to `SEQUENCE { r, s }`. Both have at most 32 bytes, so every length
  /// fits one byte.
  static byte[] ecdsaDer(byte[] rs) {
    if (rs.length == 0 || rs.length > 64 || rs.length % 2 != 0) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "the token's ECDSA signature is malformed");
    }
    byte[] r = new BigInteger(1, rs, 0, rs.length / 2).toByteArray();
    byte[] s = new BigInteger(1, rs, rs.length / 2, rs.length / 2).toByteArray();
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(0x30);
    der.write(4 + r.length + s.length);
    for (byte[] integer : new byte[][] {r, s}) {
      der.write(0x02);
      der.write(integer.length);
      der.writeBytes(integer);
    }
    return der.toByteArray();
  }
}
