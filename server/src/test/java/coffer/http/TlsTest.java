package coffer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the port agrees on with whom: versions, groups, protocols, and how long it waits.
class TlsTest {
  private static final TestCertificate CERTIFICATE = TestCertificate.create();
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static EventLoops loops;
  private static HttpServer server;

  @BeforeAll
  static void start() throws IOException {
    loops = new EventLoops(1);
    server =
        HttpServer.start(
            loops,
            List.of(new EchoWire("last", "")),
            List.of(InetAddress.ofLiteral("127.0.0.1")),
            0,
            CERTIFICATE.pem(),
            HttpLimits.standard().withTimes(2_000, 6_000, 10_000),
            () -> "id");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    loops.close();
  }

  private static SSLSocket socket() throws IOException {
    SSLSocket socket =
        (SSLSocket) CERTIFICATE.trust().getSocketFactory().createSocket("localhost", server.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static String post(SSLSocket socket) throws IOException {
    socket
        .getOutputStream()
        .write(
            "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\na"
                .getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith("\r\n\r\na")) {
      int next = socket.getInputStream().read();
      assertThat(next).as(answer.toString()).isNotNegative();
      answer.append((char) next);
    }
    return answer.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void bothVersionsAreSpokenWithForwardSecrecy(String version) throws IOException {
    try (SSLSocket socket = socket()) {
      socket.setEnabledProtocols(new String[] {version});
      assertThat(post(socket)).startsWith("HTTP/1.1 200 ");
      assertThat(socket.getSession().getProtocol()).isEqualTo(version);
      String prefix = version.equals("TLSv1.3") ? "TLS_" : "TLS_ECDHE_";
      assertThat(socket.getSession().getCipherSuite())
          .startsWith(prefix)
          .containsAnyOf("GCM", "CHACHA20");
    }
  }

  @Test
  void suitesWithoutForwardSecrecyAreRefused() throws IOException {
    try (SSLSocket socket = socket()) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
      socket.setSSLParameters(parameters);
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "X25519MLKEM768, HTTP_1_1",
    "X25519MLKEM768, HTTP_2",
    "X25519, HTTP_2",
    "P-256, HTTP_1_1",
    "P-384, HTTP_1_1"
  })
  void everyGroupIsTakenInBothProtocols(String group, HttpVersion version) throws IOException {
    HttpClientAgent client =
        loops
            .vertx()
            .httpClientBuilder()
            .with(new HttpClientConfig().setSsl(true).setVersions(version))
            .with(
                new ClientSSLOptions()
                    .setTrustAll(true)
                    .setHostnameVerificationAlgorithm("")
                    .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                    .setUseAlpn(true)
                    .setKeyExchangeGroups(List.of(group)))
            .with(new OpenSSLEngineOptions())
            .build();
    try {
      HttpVersion spoken =
          EventLoops.await(
              client
                  .request(HttpMethod.POST, server.port(), "localhost", "/")
                  .compose((HttpClientRequest request) -> request.send(Buffer.buffer("a")))
                  .map(answer -> answer.version()),
              ANSWER_MAX);
      assertThat(spoken).isEqualTo(version);
    } finally {
      EventLoops.await(client.close(), ANSWER_MAX);
    }
  }

  /// Clients keep connections for 10 s; one that is closed under them makes them send a request
  /// without its body.
  @Test
  void anIdleConnectionIsKeptForLongerThanItIsGivenToAsk() throws Exception {
    assertThat(HttpLimits.standard().idleMillisMax()).isGreaterThan(60_000);
    try (SSLSocket socket = socket()) {
      assertThat(post(socket)).startsWith("HTTP/1.1 200 ");
      Thread.sleep(4_000);
      assertThat(post(socket)).startsWith("HTTP/1.1 200 ");
    }
  }
}
