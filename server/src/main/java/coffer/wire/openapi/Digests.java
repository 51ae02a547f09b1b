package coffer.wire.openapi;

import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// SHA-256 and the two HMACs of the signature schemes. Algorithm objects are kept per thread:
/// looking one up costs more than using it.
final class Digests {
  private static final HexFormat HEX = HexFormat.of();
  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(Digests::newSha256);
  private static final ThreadLocal<Mac> HMAC_SHA_256 =
      ThreadLocal.withInitial(() -> newMac("HmacSHA256"));
  private static final ThreadLocal<Mac> HMAC_SHA_1 =
      ThreadLocal.withInitial(() -> newMac("HmacSHA1"));
  private static final byte[] BLANK = new byte[1];

  private Digests() {}

  static String sha256Hex(byte[] bytes) {
    return HEX.formatHex(SHA_256.get().digest(bytes));
  }

  static String sha256Hex(String text) {
    return sha256Hex(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] sha256(String text) {
    return SHA_256.get().digest(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] hmacSha256(byte[] key, String text) {
    return hmac(HMAC_SHA_256.get(), key, text);
  }

  static byte[] hmacSha1(byte[] key, String text) {
    return hmac(HMAC_SHA_1.get(), key, text);
  }

  private static byte[] hmac(Mac mac, byte[] key, String text) {
    try {
      mac.init(new LentKey(mac.getAlgorithm(), key));
      byte[] tag = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      // The object outlives the call; the key must not.
      mac.init(new LentKey(mac.getAlgorithm(), BLANK));
      return tag;
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("HMAC takes any key", e);
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Mac newMac(String algorithm) {
    try {
      return Mac.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  /// Hands the HMAC a copy to wipe; `SecretKeySpec` would keep one of its own.
  private static final class LentKey implements SecretKey {
    @Serial private static final long serialVersionUID = 1L;

    private final String algorithm;
    private final transient byte[] bytes;

    private LentKey(String algorithm, byte[] bytes) {
      this.algorithm = algorithm;
      this.bytes = bytes;
    }

    @Override
    public String getAlgorithm() {
      return algorithm;
    }

    @Override
    public String getFormat() {
      return "RAW";
    }

    @Override
    public byte[] getEncoded() {
      return bytes.clone();
    }
  }
}
