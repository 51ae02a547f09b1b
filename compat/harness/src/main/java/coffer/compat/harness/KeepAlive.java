package coffer.compat.harness;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocket;

/// One connection, open from the first request to the last: a server that closes it is found out.
public final class KeepAlive implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int LINE_CHARS_MAX = 8192;

  private final String host;
  private final SSLSocket socket;
  private final InputStream in;

  public KeepAlive(TestServer server) throws IOException {
    this.host = server.hostAndPort();
    this.socket =
        (SSLSocket)
            Https.trusting(server.ca())
                .getSocketFactory()
                .createSocket(server.endpoint().getHost(), server.endpoint().getPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  InstanceRequest.Answer send(Map<String, String> headers, byte[] body) throws IOException {
    StringBuilder head = new StringBuilder("POST / HTTP/1.1\r\nhost: " + host + "\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("content-length: " + body.length + "\r\n\r\n");
    OutputStream out = socket.getOutputStream();
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.flush();
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(lower.indexOf(':') + 1).strip());
      } else if (lower.startsWith("connection:") && lower.contains("close")) {
        throw new AssertionError("the server closes the connection");
      }
    }
    return new InstanceRequest.Answer(status, Proto.fields(in.readNBytes(length)));
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.size() > LINE_CHARS_MAX) {
        throw new EOFException("the connection ended");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
