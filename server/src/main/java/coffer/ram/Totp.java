package coffer.ram;

import coffer.model.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Codes of a second factor: RFC 6238 with HMAC-SHA-1, 30 seconds and 6 digits, which is what
/// authenticator apps take for granted.
final class Totp {
  static final int SEED_BYTES = 20;

  private static final int STEP_SECONDS = 30;
  private static final int DRIFT_STEPS_MAX = 1;
  private static final int MODULUS = 1_000_000;
  private static final int MAC_BYTES = 20;
  private static final Pattern SHAPE = Pattern.compile("[0-9]{6}");

  private Totp() {}

  static boolean isShaped(String code) {
    return SHAPE.matcher(code).matches();
  }

  static long step(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), (long) STEP_SECONDS);
  }

  static String code(SecretBytes seed, long step) {
    byte[] mac = seed.use(key -> mac(key, step));
    try {
      // RFC 4226 §5.3: the last four bits say where the number stands.
      int offset = mac[MAC_BYTES - 1] & 0xF;
      int number = ByteBuffer.wrap(mac).getInt(offset) & Integer.MAX_VALUE;
      return "%06d".formatted(number % MODULUS);
    } finally {
      Arrays.fill(mac, (byte) 0);
    }
  }

  /// The step whose code this is, one before or after now at the most; none that is not after
  /// `last`, because each counts once (RFC 6238 §5.2).
  static OptionalLong find(SecretBytes seed, String code, Instant now, long last) {
    return find(seed, new String[] {code}, now, last);
  }

  /// The step of the second of two codes that follow each other.
  static OptionalLong find(SecretBytes seed, String first, String second, Instant now, long last) {
    return find(seed, new String[] {first, second}, now, last);
  }

  /// Tries every step, so that its time says nothing of which it was.
  private static OptionalLong find(SecretBytes seed, String[] codes, Instant now, long last) {
    OptionalLong found = OptionalLong.empty();
    for (long step = step(now) - DRIFT_STEPS_MAX; step <= step(now) + DRIFT_STEPS_MAX; step++) {
      boolean all = step - (codes.length - 1) > last;
      for (int i = 0; i < codes.length; i++) {
        all &= isCode(seed, step - (codes.length - 1) + i, codes[i]);
      }
      if (all) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  private static boolean isCode(SecretBytes seed, long step, String code) {
    return MessageDigest.isEqual(
        code(seed, step).getBytes(StandardCharsets.US_ASCII),
        code.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] mac(byte[] seed, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(seed, "HmacSHA1"));
      return mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-1 is missing from this JDK", e);
    }
  }
}
