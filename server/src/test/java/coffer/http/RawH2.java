package coffer.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// An HTTP/2 connection that sends the frames it is told, sensible or not.
final class RawH2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int ACK = 1;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;
  static final int WHOLE = END_STREAM | END_HEADERS;

  private static final int PRIORITISED = 0x20;
  private static final int PRIORITY_BYTES = 5;

  /// What `answer` says where no status came.
  static final String RESET = "reset";

  static final String CLOSED = "closed";

  /// In the order in which they are sent.
  static final List<Map.Entry<String, String>> POST =
      List.of(
          Map.entry(":method", "POST"),
          Map.entry(":scheme", "https"),
          Map.entry(":authority", "localhost"),
          Map.entry(":path", "/"));

  private static final byte[] NONE = {};
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int HEADER_TABLE_SIZE = 1;
  private static final int NO_TABLE = 0x20;
  private static final int STATUS_INDEX = 8;
  private static final List<String> STATUSES =
      List.of("200", "204", "206", "304", "400", "404", "500");
  private static final int LENGTH_PREFIX_MAX = 127;

  private final SSLSocket socket;
  private final DataInputStream in;

  record Frame(int type, int flags, int stream, byte[] payload) {}

  /// Opens with the settings given, as identifiers and values.
  RawH2(RawPort port, int... settings) throws IOException {
    socket = port.connect();
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    in = new DataInputStream(socket.getInputStream());
    RawPort.send(socket, PREFACE);
    ByteBuffer values = ByteBuffer.allocate(6 + 3 * settings.length);
    // So that what comes back can be read without a table.
    values.putShort((short) HEADER_TABLE_SIZE).putInt(0);
    for (int i = 0; i < settings.length; i += 2) {
      values.putShort((short) settings[i]).putInt(settings[i + 1]);
    }
    send(SETTINGS, 0, 0, values.array());
  }

  void readMillisMax(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  void send(int type, int flags, int stream, byte... payload) throws IOException {
    RawPort.send(socket, text(frame(type, flags, stream, payload)));
  }

  /// Several at once.
  void send(byte[]... frames) throws IOException {
    for (byte[] frame : frames) {
      socket.getOutputStream().write(frame);
    }
    socket.getOutputStream().flush();
  }

  static byte[] frame(int type, int flags, int stream, byte... payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /// Literals without indexing, not compressed (RFC 7541 §6.2.2), after saying that there is no
  /// table, which the server asks for.
  static byte[] block(List<Map.Entry<String, String>> headers) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(NO_TABLE);
    for (Map.Entry<String, String> header : headers) {
      out.write(0);
      string(out, header.getKey());
      string(out, header.getValue());
    }
    return out.toByteArray();
  }

  private static void string(ByteArrayOutputStream out, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length < LENGTH_PREFIX_MAX) {
      out.write(bytes.length);
    } else {
      out.write(LENGTH_PREFIX_MAX);
      int rest = bytes.length - LENGTH_PREFIX_MAX;
      for (; rest >= 128; rest >>= 7) {
        out.write((rest & 127) | 128);
      }
      out.write(rest);
    }
    out.writeBytes(bytes);
  }

  /// Headers after those of a POST.
  static List<Map.Entry<String, String>> post(String... more) {
    List<Map.Entry<String, String>> headers = new ArrayList<>(POST);
    for (int i = 0; i < more.length; i += 2) {
      headers.add(Map.entry(more[i], more[i + 1]));
    }
    return headers;
  }

  void request(int stream, List<Map.Entry<String, String>> headers, String body)
      throws IOException {
    byte[] head = block(headers);
    if (body.isEmpty()) {
      send(HEADERS, WHOLE, stream, head);
    } else {
      send(
          frame(HEADERS, END_HEADERS, stream, head),
          frame(DATA, END_STREAM, stream, body.getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  /// The next frame; acknowledges settings and pings as one must.
  Frame read() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt() & Integer.MAX_VALUE;
    byte[] payload = in.readNBytes(length);
    if (type == SETTINGS && (flags & ACK) == 0) {
      send(SETTINGS, ACK, 0, NONE);
    }
    return new Frame(type, flags, stream, payload);
  }

  /// How a stream ended: the status, once the answer is whole, or that it was reset, or the
  /// connection closed.
  String answer(int stream) throws IOException {
    String status = "";
    try {
      while (true) {
        Frame frame = read();
        if (frame.stream() == stream && frame.type() == RST_STREAM) {
          return status.isEmpty() ? RESET : status;
        }
        if (frame.stream() == stream && frame.type() == HEADERS) {
          status = status(frame);
        }
        if (frame.stream() == stream
            && (frame.type() == HEADERS || frame.type() == DATA)
            && (frame.flags() & END_STREAM) != 0) {
          return status;
        }
      }
    } catch (EOFException | SocketException | SSLException e) {
      return CLOSED;
    }
  }

  /// Reads until the server closes.
  List<Frame> untilClosed() throws IOException {
    List<Frame> frames = new ArrayList<>();
    try {
      while (true) {
        frames.add(read());
      }
    } catch (EOFException | SocketException | SSLException e) {
      return frames;
    }
  }

  private static String status(Frame head) {
    byte[] block = head.payload();
    int at = (head.flags() & PRIORITISED) == 0 ? 0 : PRIORITY_BYTES;
    while ((block[at] & 0xe0) == 0x20) {
      at++;
    }
    int first = block[at] & 0xff;
    if (first >= 0x80) {
      return STATUSES.get((first & 0x7f) - STATUS_INDEX);
    }
    return new String(block, at + 2, block[at + 1], StandardCharsets.US_ASCII);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
