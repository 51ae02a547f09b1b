package coffer.compat.clients;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a user has on a phone: an app that was told a seed (RFC 6238, of 20 bytes in Base32).
record AuthenticatorApp(String base32) {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  /// @param later steps of 30 seconds after `now`, or before
  String code(Instant now, int later) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(seed(), "HmacSHA1"));
    long step = now.getEpochSecond() / 30 + later;
    byte[] made = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
    int number = ByteBuffer.wrap(made).getInt(made[19] & 0xF) & 0x7FFFFFFF;
    return "%06d".formatted(number % 1_000_000);
  }

  private byte[] seed() {
    BigInteger number = BigInteger.ONE;
    for (int i = 0; i < base32.length(); i++) {
      number = number.shiftLeft(5).add(BigInteger.valueOf(LETTERS.indexOf(base32.charAt(i))));
    }
    // Without the one in front, which keeps zeros that the seed begins with.
    byte[] bytes = number.toByteArray();
    return Arrays.copyOfRange(bytes, 1, bytes.length);
  }
}
