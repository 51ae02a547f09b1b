package coffer.cli;

import coffer.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.NullMarked;

/// The first signature version, which older clients use: HMAC-SHA1 by the secret and `&`.
@NullMarked
final class BenchV1 {
  private static final String ALGORITHM = "HmacSHA1";

  private BenchV1() {}

  static String sign(SecretBytes secret, String toSign) {
    return secret.use(bytes -> {
      byte[] key = Arrays.copyOf(bytes, bytes.length + 1);
      key[bytes.length] = '&';
      try {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(key, ALGORITHM));
        return Base64.getEncoder()
            .encodeToString(mac.doFinal(toSign.getBytes(StandardCharsets.US_ASCII)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("HMAC-SHA1 is missing from this JDK", e);
      } finally {
        Arrays.fill(key, (byte) 0);
      }
    });
  }
}
