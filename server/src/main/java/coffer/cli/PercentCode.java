package coffer.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Percent-encoding with the unreserved characters of RFC 3986 §2.3; everything else is escaped, in
/// upper case.
final class PercentCode {
  private static final String HEX = "0123456789ABCDEF";

  private PercentCode() {}

  static String of(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() * 2);
    write(text.getBytes(StandardCharsets.UTF_8), out);
    return out.toString(StandardCharsets.US_ASCII);
  }

  static void write(byte[] bytes, ByteArrayOutputStream out) {
    for (byte b : bytes) {
      if (isUnreserved(b)) {
        out.write(b);
      } else {
        out.write('%');
        out.write(HEX.charAt((b >> 4) & 0xf));
        out.write(HEX.charAt(b & 0xf));
      }
    }
  }

  private static boolean isUnreserved(byte b) {
    return (b >= 'A' && b <= 'Z')
        || (b >= 'a' && b <= 'z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '_'
        || b == '.'
        || b == '~';
  }
}
