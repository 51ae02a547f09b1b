package coffer.cli;

import coffer.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/// Passwords of client keys. The PKCS#12 around the key is weak, so that every SDK can read it: the
/// password carries the security.
final class Passwords {
  /// All within the documented rule, and safe to paste into a shell: 6 bits each.
  private static final byte[] ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
          .getBytes(StandardCharsets.US_ASCII);

  private static final int LENGTH = 24;
  private static final int TRIES_MAX = 1_000;

  private Passwords() {}

  /// 24 characters of ASCII, 144 bits, with a letter and a digit in them; never beginning with a
  /// dash.
  static SecretBytes generate(SecureRandom random) {
    byte[] password = new byte[LENGTH];
    for (int tried = 0; tried < TRIES_MAX; tried++) {
      for (int i = 0; i < LENGTH; i++) {
        password[i] = ALPHABET[random.nextInt(ALPHABET.length)];
      }
      if (conforms(password)) {
        return SecretBytes.owning(password);
      }
    }
    Arrays.fill(password, (byte) 0);
    throw new IllegalStateException("the source of randomness is broken");
  }

  private static boolean conforms(byte[] password) {
    boolean digit = false;
    boolean letter = false;
    for (byte b : password) {
      digit |= Character.isDigit(b);
      letter |= Character.isLetter(b);
    }
    return digit && letter && password[0] != '-';
  }
}
