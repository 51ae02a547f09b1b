package coffer.wire.openapi;

import java.util.Arrays;

/// Bytes of an answer in the making. Answers hold plaintexts, so what it outgrows is wiped.
final class Utf8Buffer {
  private static final int FIRST_BYTES = 512;
  private static final int CHAR_BYTES_MAX = 4;
  private static final int REPLACEMENT = 0xfffd;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;

  /// ASCII only.
  void ascii(String text) {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
  }

  void ascii(char c) {
    room(1);
    bytes[length++] = (byte) c;
  }

  /// The character at `at`, in UTF-8; half of a surrogate pair becomes U+FFFD. Returns how many
  /// chars it took.
  int character(CharSequence text, int at) {
    int codePoint = Character.codePointAt(text, at);
    int chars = Character.charCount(codePoint);
    put(chars == 1 && Character.isSurrogate((char) codePoint) ? REPLACEMENT : codePoint);
    return chars;
  }

  private void put(int codePoint) {
    room(CHAR_BYTES_MAX);
    if (codePoint < 0x80) {
      bytes[length++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      bytes[length++] = (byte) (0xc0 | codePoint >> 6);
      bytes[length++] = trail(codePoint);
    } else if (codePoint < 0x10000) {
      bytes[length++] = (byte) (0xe0 | codePoint >> 12);
      bytes[length++] = trail(codePoint >> 6);
      bytes[length++] = trail(codePoint);
    } else {
      bytes[length++] = (byte) (0xf0 | codePoint >> 18);
      bytes[length++] = trail(codePoint >> 12);
      bytes[length++] = trail(codePoint >> 6);
      bytes[length++] = trail(codePoint);
    }
  }

  private static byte trail(int bits) {
    return (byte) (0x80 | (bits & 0x3f));
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      byte[] larger = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
      Arrays.fill(bytes, (byte) 0);
      bytes = larger;
    }
  }

  /// Gives up the bytes and wipes its own.
  byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, length);
    wipe();
    return taken;
  }

  void wipe() {
    Arrays.fill(bytes, (byte) 0);
    length = 0;
  }
}
