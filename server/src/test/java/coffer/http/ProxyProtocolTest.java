package coffer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The PROXY protocol before TLS: believed from trusted proxies, garbage from everyone else.
class ProxyProtocolTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String V2_IPV4 = SIGNATURE + "2111000c" + "c0000207c6336401" + "103901bb";
  private static final String V2_IPV6 =
      SIGNATURE
          + "21210024"
          + "20010db8000000000000000000000007"
          + "20010db8000000000000000000000001"
          + "103901bb";
  private static final String V2_LOCAL = SIGNATURE + "20000000";
  private static final HttpLimits LIMITS =
      HttpLimits.standard().withTimes(5_000, 30_000, 1_500).withConnectionsMax(100, 3);

  private static RawPort trusting;
  private static RawPort plain;

  @BeforeAll
  static void start() throws IOException {
    trusting =
        new RawPort(
            LIMITS, new TrustedProxies(InetAddress::isLoopbackAddress), new EchoWire("last", ""));
    plain = new RawPort(LIMITS, TrustedProxies.NONE, new EchoWire("last", ""));
  }

  @AfterAll
  static void stop() throws IOException {
    trusting.close();
    plain.close();
  }

  private static byte[] v1(String line) {
    return (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] hex(String bytes) {
    return HexFormat.of().parseHex(bytes);
  }

  private static Socket socket(RawPort port) throws IOException {
    Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port.server.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static SSLSocket secured(RawPort port, Socket socket) throws IOException {
    return (SSLSocket)
        RawPort.CERTIFICATE
            .trust()
            .getSocketFactory()
            .createSocket(socket, "localhost", port.server.port(), true);
  }

  /// What the wire is told about the caller, after a header that is sent piece by piece.
  private static String source(RawPort port, byte[] header, int piece, String more)
      throws IOException, InterruptedException {
    Socket socket = socket(port);
    for (int at = 0; at < header.length; at += piece) {
      socket.getOutputStream().write(header, at, Math.min(piece, header.length - at));
      if (piece < header.length) {
        Thread.sleep(2);
      }
    }
    try (SSLSocket tls = secured(port, socket)) {
      RawPort.send(tls, "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n" + more + "\r\n");
      String answer = port.until(tls);
      int at = answer.indexOf("x-source: ");
      assertThat(at).as(answer).isPositive();
      return answer.substring(at + 10, answer.indexOf('\r', at));
    }
  }

  private static void refused(RawPort port, byte[] header) throws IOException {
    try (Socket socket = socket(port)) {
      socket.getOutputStream().write(header);
      assertThatThrownBy(() -> secured(port, socket).startHandshake())
          .isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 10_000})
  void aTrustedProxyTellsTheCaller(int piece) throws Exception {
    assertThat(source(trusting, v1("PROXY TCP4 192.0.2.7 198.51.100.1 4153 443"), piece, ""))
        .isEqualTo("192.0.2.7");
    assertThat(source(trusting, v1("PROXY TCP6 2001:db8::7 2001:db8::1 4153 443"), piece, ""))
        .isEqualTo("2001:db8:0:0:0:0:0:7");
    assertThat(source(trusting, hex(V2_IPV4), piece, "")).isEqualTo("192.0.2.7");
    assertThat(source(trusting, hex(V2_IPV6), piece, "")).isEqualTo("2001:db8:0:0:0:0:0:7");
  }

  @Test
  void withoutAHeaderOrAnAddressItIsTheProxysOwnConnection() throws Exception {
    assertThat(source(trusting, new byte[0], 1, "")).isEqualTo("127.0.0.1");
    assertThat(source(trusting, v1("PROXY UNKNOWN"), 99, "")).isEqualTo("127.0.0.1");
    assertThat(source(trusting, hex(V2_LOCAL), 99, "")).isEqualTo("127.0.0.1");
    // LOCAL with an address, which does not count.
    assertThat(source(trusting, hex(V2_IPV4.replace("2111000c", "2011000c")), 99, ""))
        .isEqualTo("127.0.0.1");
  }

  @Test
  void whatTheCallerWritesIntoForwardedForDoesNotOutweighTheHeader() throws Exception {
    String forged = "x-forwarded-for: 198.51.100.9\r\n";
    assertThat(source(trusting, hex(V2_IPV4), 99, forged)).isEqualTo("192.0.2.7");
    assertThat(source(trusting, hex(V2_LOCAL), 99, forged)).isEqualTo("198.51.100.9");
  }

  @Test
  void fromAnyoneElseItIsGarbage() throws Exception {
    refused(plain, v1("PROXY TCP4 192.0.2.7 198.51.100.1 4153 443"));
    refused(plain, hex(V2_IPV4));
    refused(plain, hex(V2_LOCAL));
    assertThat(source(plain, new byte[0], 1, "")).isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY TCP4 192.0.2.700 198.51.100.1 4153 443",
        "PROXY TCP4 2001:db8::7 2001:db8::1 4153 443",
        "PROXY TCP4 localhost 198.51.100.1 4153 443",
        "PROXY TCP4 192.0.2.7 198.51.100.1 99999 443",
        "PROXY TCP4 192.0.2.7",
        "PROXY UDP4 192.0.2.7 198.51.100.1 4153 443",
        "PROXY  TCP4 192.0.2.7 198.51.100.1 4153 443",
        "POST / HTTP/1.1 and more than a header has",
        "PROXY TCP4 192.0.2.7 198.51.100.1 4153 443 and more than the one hundred and eight bytes"
            + " that a header of version one may have at most"
      })
  void aMalformedLineIsRefused(String line) throws Exception {
    refused(trusting, v1(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Version 1 in binary, an unknown command, too short for its family, datagrams, too long.
        "1111000cc0000207c6336401103901bb",
        "2f11000cc0000207c6336401103901bb",
        "21110004c0000207",
        "2112000cc0000207c6336401103901bb",
        "2111ffffc0000207c6336401103901bb"
      })
  void aMalformedBinaryHeaderIsRefused(String rest) throws Exception {
    refused(trusting, hex(SIGNATURE + rest));
  }

  @Test
  void aHeaderTwiceIsRefused() throws Exception {
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    twice.writeBytes(hex(V2_IPV4));
    twice.writeBytes(hex(V2_IPV4));
    refused(trusting, twice.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "50524f5859", "0d0a0d0a000d0a"})
  void aHeaderThatDoesNotEndIsCutLikeAHandshake(String begun) throws Exception {
    try (Socket socket = socket(trusting)) {
      socket.getOutputStream().write(hex(begun));
      long from = System.nanoTime();
      assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(64);
      assertThat((System.nanoTime() - from) / 1_000_000).isBetween(500L, 8_000L);
    }
  }

  @Test
  void callersBehindAProxyAreCountedAndTheProxyIsNot() throws Exception {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * LIMITS.connectionsPerAddressMax(); i++) {
        SSLSocket quiet = secured(trusting, socket(trusting));
        open.add(quiet);
        quiet.startHandshake();
      }
      for (int i = 0; i < LIMITS.connectionsPerAddressMax(); i++) {
        Socket socket = socket(trusting);
        open.add(socket);
        socket.getOutputStream().write(hex(V2_IPV4));
        secured(trusting, socket).startHandshake();
      }
      refused(trusting, hex(V2_IPV4));
      assertThat(source(trusting, hex(V2_IPV6), 99, "")).isEqualTo("2001:db8:0:0:0:0:0:7");
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
    for (int i = 0; i < 200 && trusting.server.load().connections() > 0; i++) {
      Thread.sleep(50);
    }
    assertThat(source(trusting, hex(V2_IPV4), 99, "")).isEqualTo("192.0.2.7");
  }
}
