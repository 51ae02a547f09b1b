package coffer.cli;

import coffer.model.SecretBytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/// Parameters as `application/x-www-form-urlencoded`. They travel in the body: what is secret in
/// them must not stand in a URL, and a request line has a length.
final class FormBody {
  private FormBody() {}

  /// The caller wipes it after use.
  static byte[] of(Map<String, Value> parameters) {
    WipedStream out = new WipedStream();
    for (Map.Entry<String, Value> parameter : parameters.entrySet()) {
      if (out.size() > 0) {
        out.write('&');
      }
      PercentCode.write(parameter.getKey().getBytes(StandardCharsets.UTF_8), out);
      out.write('=');
      switch (parameter.getValue()) {
        case Value.Text(String text) ->
            PercentCode.write(text.getBytes(StandardCharsets.UTF_8), out);
        case Value.Bytes(byte[] bytes) -> PercentCode.write(Base64.getEncoder().encode(bytes), out);
        case Value.Secret(SecretBytes secret) ->
            secret.use(bytes -> writeText(parameter.getKey(), bytes, out));
      }
    }
    byte[] body = out.toByteArray();
    out.wipe();
    return body;
  }

  /// A parameter of this API is text; bytes that are none would arrive as something else.
  private static int writeText(String name, byte[] bytes, ByteArrayOutputStream out) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      Arrays.fill(text.array(), '\0');
    } catch (CharacterCodingException e) {
      throw new Trouble(name + " is text in this API: Base64-encode binary data first", e);
    }
    PercentCode.write(bytes, out);
    return bytes.length;
  }

  /// Its buffer holds secrets until it is wiped. Growing leaves an old buffer to the collector, as
  /// the HTTP client's own buffers are: this process is short and its memory is the caller's.
  private static final class WipedStream extends ByteArrayOutputStream {
    void wipe() {
      Arrays.fill(buf, (byte) 0);
      reset();
    }
  }
}
