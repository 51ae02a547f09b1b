package coffer.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The port without TLS: HTTP/1 alone, told apart from the other, within the same limits.
class PlainPortTest {
  private static final TestCertificate CERTIFICATE = TestCertificate.create();
  private static final List<InetAddress> LOOPBACK = List.of(InetAddress.ofLiteral("127.0.0.1"));

  private final EventLoops loops = new EventLoops(1);
  private HttpServer secure;
  private HttpServer plain;

  @BeforeEach
  void start() throws IOException {
    secure =
        HttpServer.start(
            loops,
            List.of(new EchoWire("last", "")),
            LOOPBACK,
            0,
            CERTIFICATE.pem(),
            HttpLimits.standard().withConnectionsMax(3, 3),
            () -> "id");
    plain = secure.startPlain(List.of(new EchoWire("last", "")), LOOPBACK, 0);
  }

  @AfterEach
  void stop() throws IOException {
    plain.close();
    secure.close();
    loops.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), plain.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static String post(String body, String... headers) {
    return "POST / HTTP/1.1\r\nhost: x\r\n" + String.join("\r\n", headers) + "\r\n\r\n" + body;
  }

  private static void send(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static String statusLine(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
  }

  private static String exchange(Socket socket, String request) throws IOException {
    send(socket, request);
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void aCallWithoutTlsIsAnsweredAndKnownAsSuch() throws IOException {
    try (Socket socket = connect()) {
      assertThat(exchange(socket, post("abc", "connection: close", "content-length: 3")))
          .startsWith("HTTP/1.1 200 ")
          .containsIgnoringCase("secure: false")
          .endsWith("abc");
    }
  }

  @Test
  void nobodyIsTalkedIntoHttp2() throws IOException {
    try (Socket socket = connect()) {
      send(
          socket,
          post(
              "a",
              "connection: upgrade, http2-settings",
              "upgrade: h2c",
              "http2-settings: AAMAAABkAAQAoAAAAAIAAAAA",
              "content-length: 1"));
      assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 200");
    }
    try (Socket socket = connect()) {
      send(socket, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      assertThat(statusLine(socket)).isEqualTo("HTTP/1.0 400");
    }
  }

  @Test
  void aHeadThatContradictsItselfIsRefusedHereToo() throws IOException {
    try (Socket socket = connect()) {
      assertThat(
              exchange(
                  socket, post("0\r\n\r\n", "content-length: 1", "transfer-encoding: chunked")))
          .startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void connectionsOfBothPortsCountTogether() throws Exception {
    try (Socket one = connect();
        Socket two = new Socket(InetAddress.getLoopbackAddress(), secure.port())) {
      awaitOpen(2);
      try (Socket three = connect()) {
        awaitOpen(3);
        try (Socket four = connect()) {
          assertThat(four.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(secure.load().connectionsRefused()).isEqualTo(1);
        assertThat(one.isConnected() && two.isConnected() && three.isConnected()).isTrue();
      }
    }
  }

  private void awaitOpen(int count) throws InterruptedException {
    long from = System.nanoTime();
    while (plain.load().connections() < count) {
      assertThat(System.nanoTime() - from).isLessThan(TimeUnit.SECONDS.toNanos(10));
      Thread.sleep(5);
    }
  }
}
