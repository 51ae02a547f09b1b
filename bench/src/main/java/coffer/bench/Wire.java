package coffer.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Requests as bytes.
final class Wire {
  private Wire() {}

  static byte[] joined(String head, byte[] body) {
    byte[] ascii = head.getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = Arrays.copyOf(ascii, ascii.length + body.length);
    System.arraycopy(body, 0, request, ascii.length, body.length);
    return request;
  }
}
