package coffer.keys;

import coffer.model.SecretBytes;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Secrets that travel as Base64 text, in the one spelling of RFC 4648 §4.
public final class Base64Text {
  private Base64Text() {}

  /// The text stays the caller's; the bytes are the caller's too. Empty when it is not Base64.
  public static Optional<SecretBytes> decode(SecretBytes text) {
    return text.use(given -> {
      byte[] bytes;
      try {
        bytes = Base64.getDecoder().decode(given);
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
      byte[] again = Base64.getEncoder().encode(bytes);
      boolean same = MessageDigest.isEqual(again, given);
      Arrays.fill(again, (byte) 0);
      if (!same) {
        Arrays.fill(bytes, (byte) 0);
        return Optional.empty();
      }
      return Optional.of(SecretBytes.owning(bytes));
    });
  }

  /// The bytes stay the caller's; the text is the caller's too.
  public static SecretBytes encode(SecretBytes bytes) {
    return bytes.use(raw -> SecretBytes.owning(Base64.getEncoder().encode(raw)));
  }
}
