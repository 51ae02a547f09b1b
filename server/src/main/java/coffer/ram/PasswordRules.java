package coffer.ram;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.SecretBytes;

/// What a password must be: 8 to 128 characters, and three of the four kinds that the documentation
/// of RAM recommends to ask for.
final class PasswordRules {
  private static final int LENGTH_MIN = 8;
  private static final int LENGTH_MAX = 128;
  private static final int KINDS_MIN = 3;

  private PasswordRules() {}

  static void require(SecretBytes password) {
    if (!password.<Boolean>use(PasswordRules::isStrong)) {
      throw new KmsException(ErrorCode.PASSWORD_TOO_WEAK);
    }
  }

  /// @param utf8 read as it is, so that no text of it is left behind
  private static boolean isStrong(byte[] utf8) {
    int length = 0;
    int lower = 0;
    int upper = 0;
    int digit = 0;
    int other = 0;
    for (byte b : utf8) {
      if (isControl(b)) {
        throw KmsException.invalid("Password", "no control characters or line ends");
      }
      // The bytes of a character after its first are 10xxxxxx.
      length += (b & 0xC0) == 0x80 ? 0 : 1;
      if (b >= 'a' && b <= 'z') {
        lower = 1;
      } else if (b >= 'A' && b <= 'Z') {
        upper = 1;
      } else if (b >= '0' && b <= '9') {
        digit = 1;
      } else {
        other = 1;
      }
    }
    return length >= LENGTH_MIN
        && length <= LENGTH_MAX
        && lower + upper + digit + other >= KINDS_MIN;
  }

  /// Nobody could type one: the end of the line that a password file was written with.
  private static boolean isControl(byte b) {
    return (b >= 0 && b < ' ') || b == 0x7F;
  }
}
