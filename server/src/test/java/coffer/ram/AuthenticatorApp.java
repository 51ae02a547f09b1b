package coffer.ram;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/// What a user has on a phone: an app that was told a seed.
public final class AuthenticatorApp {
  private final byte[] seed;

  public AuthenticatorApp(String base32) {
    this.seed = Base32.decode(base32);
  }

  /// @param later steps of 30 seconds after `now`, or before
  public String code(Instant now, int later) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(seed, "HmacSHA1"));
      long step = now.getEpochSecond() / 30 + later;
      byte[] made = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
      int number = ByteBuffer.wrap(made).getInt(made[19] & 0xF) & 0x7FFFFFFF;
      return "%06d".formatted(number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
