package coffer.compat.harness;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
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
    this(server, new byte[0]);
  }

  /// Through a proxy that says something before TLS begins.
  public KeepAlive(TestServer server, byte[] said) throws IOException {
    this.host = server.hostAndPort();
    String name = server.endpoint().getHost();
    Socket plain = new Socket(name, server.endpoint().getPort());
    plain.getOutputStream().write(said);
    this.socket =
        (SSLSocket)
            Https.trusting(server.ca())
                .getSocketFactory()
                .createSocket(plain, name, server.endpoint().getPort(), true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  InstanceRequest.Answer send(Map<String, String> headers, byte[] body) throws IOException {
    StringBuilder head = new StringBuilder("POST / HTTP/1.1\r\nhost: " + host + "\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("content-length: " + body.length + "\r\n\r\n");
    write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    write(body);
    return answer(true);
  }

  /// Sends a head as it stands, with a body that may be shorter than it says; the server may close
  /// behind its answer.
  public InstanceRequest.Answer sendRaw(String bytes) throws IOException {
    write(bytes.replace("HOST", host).getBytes(StandardCharsets.ISO_8859_1));
    return answer(false);
  }

  private void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  private InstanceRequest.Answer answer(boolean stays) throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(lower.indexOf(':') + 1).strip());
      } else if (stays && lower.startsWith("connection:") && lower.contains("close")) {
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
