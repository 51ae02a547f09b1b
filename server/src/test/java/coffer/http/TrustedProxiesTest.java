package coffer.http;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.testing.Seeds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrustedProxiesTest {
  private static final TestCertificate CERTIFICATE = TestCertificate.create();
  private static final InetAddress PROXY = InetAddress.ofLiteral("10.0.0.1");
  private static final InetAddress STRANGER = InetAddress.ofLiteral("203.0.113.9");

  /// 10.0.0.0/8 and fd00::/8.
  private static final TrustedProxies PROXIES =
      new TrustedProxies(
          address -> address.getAddress()[0] == 10 || address.getAddress()[0] == (byte) 0xfd);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.7 | 192.0.2.7",
        "1.1.1.1, 192.0.2.7 | 192.0.2.7",
        "1.1.1.1, 192.0.2.7, 10.0.0.2 | 192.0.2.7",
        "1.1.1.1 , 192.0.2.7,10.0.0.2, fd00::1 | 192.0.2.7",
        "192.0.2.7:4711 | 192.0.2.7",
        "2001:db8::7 | 2001:db8:0:0:0:0:0:7",
        "[2001:db8::7]:443 | 2001:db8:0:0:0:0:0:7",
        "::ffff:192.0.2.7 | 192.0.2.7",
        "10.0.0.2 | 10.0.0.2",
        "nonsense | 10.0.0.1",
        "'' | 10.0.0.1",
        "192.0.2.7, nonsense | 10.0.0.1",
        "192.0.2.7, nonsense, 10.0.0.3 | 10.0.0.3",
        "192.0.2.07 | 10.0.0.1",
        "3221225991 | 10.0.0.1",
        "localhost | 10.0.0.1",
        "fe80::1%eth0 | 10.0.0.1",
        "256.1.1.1 | 10.0.0.1",
        "1.2.3 | 10.0.0.1"
      })
  void theFirstOnTheWayBackThatIsNoProxyIsTheCaller(String header, String expected) {
    assertThat(source(PROXY, header).getHostAddress()).isEqualTo(expected);
    assertThat(source(STRANGER, header)).isEqualTo(STRANGER);
    assertThat(TrustedProxies.NONE.source(PROXY, List.of(Map.entry("X-Forwarded-For", header))))
        .isEqualTo(PROXY);
  }

  @Test
  void severalHeadersAreOneList() {
    assertThat(source(PROXY, "192.0.2.7", "10.0.0.9").getHostAddress()).isEqualTo("192.0.2.7");
    assertThat(source(PROXY, "10.0.0.9", "192.0.2.7").getHostAddress()).isEqualTo("192.0.2.7");
  }

  @Test
  void aLongChainOfProxiesIsNotFollowedForEver() {
    String chain = "192.0.2.7" + ", 10.0.0.2".repeat(16);
    assertThat(source(PROXY, chain).getHostAddress()).isEqualTo("10.0.0.2");
  }

  @Test
  void whatACallerWritesBeforeTheProxyNeverCounts() {
    Seeds.check(
        500,
        random -> {
          StringBuilder forged = new StringBuilder();
          for (int i = random.nextInt(30); i > 0; i--) {
            forged.append("0123456789.,:abcf[] %".charAt(random.nextInt(21)));
          }
          assertThat(source(PROXY, forged + ",192.0.2.7").getHostAddress()).isEqualTo("192.0.2.7");
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpClient.Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void overTheWireTheHeaderCountsFromTrustedConnectionsOnly(HttpClient.Version version)
      throws Exception {
    assertThat(served(version, new TrustedProxies(InetAddress::isLoopbackAddress)))
        .contains("192.0.2.7");
    assertThat(served(version, PROXIES)).contains("127.0.0.1");
    assertThat(served(version, TrustedProxies.NONE)).contains("127.0.0.1");
  }

  private static Optional<String> served(HttpClient.Version version, TrustedProxies proxies)
      throws IOException, InterruptedException {
    try (EventLoops loops = new EventLoops(1);
        HttpServer server =
            HttpServer.start(
                loops,
                List.of(new EchoWire("last", "")),
                List.of(InetAddress.ofLiteral("127.0.0.1")),
                0,
                CERTIFICATE.pem(),
                HttpLimits.standard(),
                new RequestIds(new SecureRandom()),
                proxies);
        HttpClient client =
            HttpClient.newBuilder().version(version).sslContext(CERTIFICATE.trust()).build()) {
      HttpResponse<byte[]> response =
          client.send(
              HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/"))
                  .timeout(Duration.ofSeconds(20))
                  .header("x-forwarded-for", "198.51.100.1, 192.0.2.7")
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      return response.headers().firstValue("x-source");
    }
  }

  private static InetAddress source(InetAddress peer, String... headers) {
    List<Map.Entry<String, String>> all = new ArrayList<>();
    all.add(Map.entry("forwarded", "for=198.51.100.1"));
    for (String header : headers) {
      all.add(Map.entry("X-Forwarded-For", header));
    }
    return PROXIES.source(peer, all);
  }
}
