package coffer.wire.openapi;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// Percent-encoding as every signature scheme wants it: UTF-8, unreserved characters of RFC 3986
/// kept, everything else `%XX` in upper case.
final class Percent {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Percent() {}

  static void encode(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      if (!isUnreserved(text.charAt(i))) {
        encodeBytes(text, i, out);
        return;
      }
      out.append(text.charAt(i));
    }
  }

  private static void encodeBytes(String text, int from, StringBuilder out) {
    for (byte b : text.substring(from).getBytes(StandardCharsets.UTF_8)) {
      if (isUnreserved((char) (b & 0xff))) {
        out.append((char) b);
      } else {
        HEX.toHexDigits(out.append('%'), b);
      }
    }
  }

  /// Decodes one name or value of a query or form. `+` is a space; a broken escape, a character
  /// that had to be escaped and bytes that are not UTF-8 are refused, never guessed at.
  static String decode(String raw, int from, int to) {
    boolean plain = true;
    for (int i = from; i < to; i++) {
      char c = raw.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        throw new KmsException(ErrorCode.PARSE_REQUEST_PARAMETER);
      }
      plain &= c != '%' && c != '+';
    }
    return plain ? raw.substring(from, to) : decodeEscaped(raw, from, to);
  }

  private static String decodeEscaped(String raw, int from, int to) {
    byte[] bytes = new byte[to - from];
    int length = 0;
    int i = from;
    while (i < to) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes[length++] = escaped(raw, i, to);
        i += 3;
      } else {
        bytes[length++] = (byte) (c == '+' ? ' ' : c);
        i++;
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new KmsException(ErrorCode.PARSE_REQUEST_PARAMETER);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static byte escaped(String raw, int at, int to) {
    if (at + 2 < to
        && HexFormat.isHexDigit(raw.charAt(at + 1))
        && HexFormat.isHexDigit(raw.charAt(at + 2))) {
      return (byte) HexFormat.fromHexDigits(raw, at + 1, at + 3);
    }
    throw new KmsException(ErrorCode.PARSE_REQUEST_PARAMETER);
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.'
        || c == '~';
  }
}
