package coffer.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Callers that are slow, and callers that are many.
class SlowAndManyTest {
  private static final HttpLimits LIMITS =
      HttpLimits.standard().withTimes(2_000, 30_000, 1_000).withConnectionsMax(20, 12);
  private static final String WHOLE = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\na";
  private static final long DRIP_MILLIS = 200;
  private static RawPort port;

  @BeforeAll
  static void start() throws IOException {
    port = new RawPort(LIMITS, new EchoWire("first", "x-first"), new EchoWire("last", ""));
  }

  @AfterAll
  static void stop() throws IOException {
    port.close();
  }

  @Test
  void aConnectionThatSendsNoWholeHeadIsClosed() throws Exception {
    assertThat(port.exchange("POST / HT")).isEmpty();
  }

  @Test
  void aHeadThatDripsOnAKeptConnectionIsClosedLongBeforeAnIdleOne() throws Exception {
    try (SSLSocket socket = port.connect()) {
      RawPort.send(socket, WHOLE);
      assertThat(RawPort.answer(socket)).startsWith("HTTP/1.1 200").endsWith("a");
      long from = System.nanoTime();
      drip(socket, "POST / HTTP/1.1\r\nhost: x\r\nx-a: " + "a".repeat(1_000));
      assertThat((System.nanoTime() - from) / 1_000_000).isBetween(1_500L, 10_000L);
    }
  }

  @Test
  void aKeptConnectionThatIsQuietIsNotTakenForASlowHead() throws Exception {
    try (SSLSocket socket = port.connect()) {
      RawPort.send(socket, WHOLE);
      assertThat(RawPort.answer(socket)).endsWith("a");
      Thread.sleep(4_000);
      RawPort.send(socket, WHOLE);
      assertThat(RawPort.answer(socket)).startsWith("HTTP/1.1 200").endsWith("a");
    }
  }

  @Test
  void aBodyThatDripsIsRefusedInTheWordsOfItsWire() throws Exception {
    try (SSLSocket socket = port.connect()) {
      RawPort.send(
          socket, "POST / HTTP/1.1\r\nhost: x\r\nx-first: 1\r\ncontent-length: 90\r\n\r\n");
      RawPort.send(socket, "abc");
      assertThat(port.until(socket)).contains(" 408 ").endsWith("first refuses 408");
    }
  }

  /// Until the server has enough of it.
  private static void drip(SSLSocket socket, String bytes) throws InterruptedException {
    try {
      for (int i = 0; i < bytes.length(); i++) {
        RawPort.send(socket, bytes.substring(i, i + 1));
        Thread.sleep(DRIP_MILLIS);
      }
    } catch (IOException e) {
      assertThat(e).isNotNull();
      return;
    }
    throw new AssertionError("every byte was taken");
  }

  @Test
  void aHandshakeThatDoesNotEndIsClosed() throws Exception {
    try (Socket socket = plain()) {
      socket.getOutputStream().write(new byte[] {22, 3, 1, 0, 100, 1, 0});
      long from = System.nanoTime();
      assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(64);
      assertThat((System.nanoTime() - from) / 1_000_000).isLessThan(5_000);
    }
    awaitNoConnection();
  }

  @Test
  void connectionsCountBeforeTheirHandshake() throws Exception {
    awaitNoConnection();
    List<Socket> open = new ArrayList<>();
    long before = port.server.load().connectionsRefused();
    try {
      for (int i = 0; i < LIMITS.connectionsPerAddressMax(); i++) {
        open.add(plain());
      }
      try (Socket more = plain()) {
        // Closed at once, long before a hand-shake's end.
        more.setSoTimeout(900);
        assertThat(more.getInputStream().read()).isEqualTo(-1);
      }
      assertThat(port.server.load().connectionsRefused()).isEqualTo(before + 1);
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
    awaitNoConnection();
    assertThat(port.exchange("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void theDoorCountsPerAddressAndInAll() throws Exception {
    Door door = new Door(LIMITS.withConnectionsMax(5, 2), TrustedProxies.NONE);
    InetAddress one = InetAddress.ofLiteral("192.0.2.1");
    InetAddress two = InetAddress.ofLiteral("2001:db8::1");
    InetAddress neighbour = InetAddress.ofLiteral("2001:db8::2");
    InetAddress three = InetAddress.ofLiteral("192.0.2.3");
    assertThat(door.enter(one)).isTrue();
    assertThat(door.enter(one)).isTrue();
    assertThat(door.enter(one)).isFalse();
    assertThat(door.enter(two)).isTrue();
    assertThat(door.enter(neighbour)).isTrue();
    assertThat(door.enter(two)).isFalse();
    assertThat(door.enter(three)).isTrue();
    assertThat(door.enter(three)).isFalse();
    assertThat(door.open()).isEqualTo(5);
    door.leave(one);
    assertThat(door.enter(one)).isTrue();
    assertThat(door.refused()).isEqualTo(3);
  }

  private static Socket plain() throws IOException {
    Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port.server.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void awaitNoConnection() throws InterruptedException {
    for (int i = 0; i < 200 && port.server.load().connections() > 0; i++) {
      Thread.sleep(50);
    }
    assertThat(port.server.load().connections()).isZero();
  }
}
