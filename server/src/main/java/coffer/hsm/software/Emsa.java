package coffer.hsm.software;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// RSA signature encodings of a SHA-256 digest, because no provider takes a digest for both of
/// them. Nothing secret is in here.
final class Emsa {
  private static final int HASH_BYTES = 32;
  static final int SALT_BYTES = 32;

  /// DigestInfo of SHA-256 up to the digest (RFC 8017 §9.2, note 1).
  private static final byte[] DIGEST_INFO =
      HexFormat.of().parseHex("3031300d060960864801650304020105000420");

  private Emsa() {}

  /// EMSA-PKCS1-v1_5 (RFC 8017 §9.2).
  static byte[] pkcs1(byte[] digest, int modulusBytes) {
    byte[] encoded = new byte[modulusBytes];
    int digestAt = modulusBytes - HASH_BYTES;
    int infoAt = digestAt - DIGEST_INFO.length;
    encoded[1] = 1;
    Arrays.fill(encoded, 2, infoAt - 1, (byte) 0xff);
    System.arraycopy(DIGEST_INFO, 0, encoded, infoAt, DIGEST_INFO.length);
    System.arraycopy(digest, 0, encoded, digestAt, HASH_BYTES);
    return encoded;
  }

  /// EMSA-PSS (RFC 8017 §9.1.1) with SHA-256 for both hashes, for moduli of whole bytes.
  static byte[] pss(byte[] digest, byte[] salt, int modulusBytes) {
    MessageDigest sha = sha256();
    sha.update(new byte[8]);
    sha.update(digest);
    byte[] hash = sha.digest(salt);
    byte[] encoded = new byte[modulusBytes];
    int hashAt = modulusBytes - HASH_BYTES - 1;
    encoded[hashAt - salt.length - 1] = 1;
    System.arraycopy(salt, 0, encoded, hashAt - salt.length, salt.length);
    mask(encoded, hashAt, hash, sha);
    encoded[0] &= 0x7f;
    System.arraycopy(hash, 0, encoded, hashAt, HASH_BYTES);
    encoded[modulusBytes - 1] = (byte) 0xbc;
    return encoded;
  }

  /// MGF1 (RFC 8017 §B.2.1) over the first `length` bytes.
  private static void mask(byte[] bytes, int length, byte[] seed, MessageDigest sha) {
    for (int block = 0; block * HASH_BYTES < length; block++) {
      sha.update(seed);
      byte[] counter = {0, 0, (byte) (block >> 8), (byte) block};
      byte[] mask = sha.digest(counter);
      for (int i = 0; i < HASH_BYTES && block * HASH_BYTES + i < length; i++) {
        bytes[block * HASH_BYTES + i] ^= mask[i];
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
