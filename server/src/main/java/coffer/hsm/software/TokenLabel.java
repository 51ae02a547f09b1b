package coffer.hsm.software;

import coffer.hsm.HsmIdentity;
import java.util.regex.Pattern;

/// What anybody may see of a token.
///
/// @param label printable, at most 32 characters
/// @param serial 16 hexadecimal digits, random
record TokenLabel(String label, String serial) {
  private static final Pattern LABEL = Pattern.compile("[\\x20-\\x7e]{1,32}");
  private static final Pattern SERIAL = Pattern.compile("[0-9a-f]{16}");

  TokenLabel {
    if (!LABEL.matcher(label).matches() || label.isBlank()) {
      throw new TokenFormatException("a label has 1 to 32 printable ASCII characters");
    }
    if (!SERIAL.matcher(serial).matches()) {
      throw new TokenFormatException("the serial is malformed");
    }
  }

  HsmIdentity identity() {
    return new HsmIdentity(label, serial, "Coffer", "software HSM", "1");
  }
}
