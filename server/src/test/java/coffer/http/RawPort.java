package coffer.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLSocket;

/// A port of its own, and sockets to it that send what they are told, byte by byte.
final class RawPort implements AutoCloseable {
  static final TestCertificate CERTIFICATE = TestCertificate.create();
  private static final int READ_MILLIS_MAX = 20_000;

  private final EventLoops loops = new EventLoops(1);
  final HttpServer server;

  RawPort(HttpLimits limits, Wire... wires) throws IOException {
    this(limits, TrustedProxies.NONE, wires);
  }

  RawPort(HttpLimits limits, TrustedProxies proxies, Wire... wires) throws IOException {
    server =
        HttpServer.start(
            loops,
            List.of(wires),
            List.of(InetAddress.ofLiteral("127.0.0.1")),
            0,
            CERTIFICATE.pem(),
            limits,
            new RequestIds(new SecureRandom()),
            proxies);
  }

  SSLSocket connect() throws IOException {
    SSLSocket socket =
        (SSLSocket) CERTIFICATE.trust().getSocketFactory().createSocket("localhost", server.port());
    socket.setSoTimeout(READ_MILLIS_MAX);
    return socket;
  }

  /// Everything that comes back until the server closes.
  String until(SSLSocket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    byte[] some = new byte[4096];
    try {
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        all.write(some, 0, n);
      }
    } catch (SocketException e) {
      // Closed while it still had bytes of ours: what came before counts.
      all.write('!');
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /// Sends all at once and reads until the server closes.
  String exchange(String bytes) throws IOException {
    try (SSLSocket socket = connect()) {
      send(socket, bytes);
      return until(socket);
    }
  }

  static void send(SSLSocket socket, String bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /// One answer with a body of known length; the connection stays.
  static String answer(SSLSocket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        return head.toString();
      }
      head.append((char) c);
    }
    String lower = head.toString().toLowerCase(Locale.ROOT);
    int at = lower.indexOf("content-length: ");
    int length =
        at < 0 ? 0 : Integer.parseInt(lower.substring(at + 16, lower.indexOf('\r', at)).strip());
    return head + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    server.close();
    loops.close();
  }
}
