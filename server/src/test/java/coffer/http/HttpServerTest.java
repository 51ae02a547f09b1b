package coffer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The port over real sockets and real TLS.
class HttpServerTest {
  private static final HttpLimits LIMITS = HttpLimits.standard().withTimes(2_000, 4_000, 10_000);
  private static final TestCertificate CERTIFICATE = TestCertificate.create();
  private static EventLoops loops;
  private static HttpServer server;

  @BeforeAll
  static void start() throws IOException {
    loops = new EventLoops(2);
    server = serve(LIMITS, new EchoWire("first", "x-first"), new EchoWire("last", ""));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    loops.close();
  }

  private static HttpServer serve(HttpLimits limits, Wire... wires) throws IOException {
    return HttpServer.start(
        loops,
        List.of(wires),
        List.of(InetAddress.ofLiteral("127.0.0.1")),
        0,
        CERTIFICATE.pem(),
        limits,
        new RequestIds(new SecureRandom()));
  }

  private static HttpClient client(HttpClient.Version version, TestCertificate trusted) {
    return HttpClient.newBuilder().version(version).sslContext(trusted.trust()).build();
  }

  private static HttpClient client() {
    return client(HttpClient.Version.HTTP_1_1, CERTIFICATE);
  }

  private static HttpRequest.Builder to(HttpServer server, String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  private static HttpResponse<byte[]> send(HttpClient client, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    RandomGenerator.of("L64X128MixRandom").nextBytes(bytes);
    return bytes;
  }

  private static BodyPublisher chunked(byte[] body) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
  }

  @Test
  void tlsRunsOnBoringSsl() {
    assertThat(server.tlsEngine()).isEqualTo("BORINGSSL");
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpClient.Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void theTlsOfTheJdkServesWhereBoringSslDoesNotLoad(HttpClient.Version version) throws Exception {
    try (HttpServer own =
            HttpServer.start(
                loops,
                Tls.JSSE,
                List.of(new EchoWire("last", "")),
                List.of(InetAddress.ofLiteral("127.0.0.1")),
                0,
                CERTIFICATE.pem(),
                LIMITS,
                () -> "id",
                TrustedProxies.NONE);
        HttpClient client = client(version, CERTIFICATE)) {
      byte[] body = bytes(100_000);
      HttpResponse<byte[]> response =
          send(client, to(own, "/").POST(BodyPublishers.ofByteArray(body)));
      assertThat(response.version()).isEqualTo(version);
      assertThat(response.body()).isEqualTo(body);
    }
  }

  @Test
  void keysAreExchangedPostQuantumWithThoseWhoCan() throws Exception {
    ClientSSLOptions tls =
        new ClientSSLOptions()
            .setTrustAll(true)
            .setHostnameVerificationAlgorithm("")
            .setKeyExchangeGroups(List.of("X25519MLKEM768"));
    HttpClientAgent client =
        loops
            .vertx()
            .httpClientBuilder()
            .with(new HttpClientConfig().setSsl(true))
            .with(tls)
            .with(new OpenSSLEngineOptions())
            .build();
    int status =
        EventLoops.await(
            client
                .request(HttpMethod.GET, server.port(), "localhost", "/")
                .compose(HttpClientRequest::send)
                .map(HttpClientResponse::statusCode),
            Duration.ofSeconds(10));
    assertThat(status).isEqualTo(200);
    EventLoops.await(client.close(), Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpClient.Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void bodiesArriveWhole(HttpClient.Version version) throws Exception {
    try (HttpClient client = client(version, CERTIFICATE)) {
      for (int size : new int[] {0, 1, 16, 1_000, 16_384, 70_000, 2_000_000, 3 * 1024 * 1024}) {
        byte[] body = bytes(size);
        for (BodyPublisher publisher : List.of(BodyPublishers.ofByteArray(body), chunked(body))) {
          for (String path : List.of("/", "/off")) {
            HttpResponse<byte[]> response = send(client, to(server, path).POST(publisher));
            assertThat(response.version()).isEqualTo(version);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(body);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpClient.Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void bodiesOverTheLimitAreRefusedInTheWordsOfTheWire(HttpClient.Version version)
      throws Exception {
    try (HttpClient client = client(version, CERTIFICATE)) {
      byte[] body = bytes(3 * 1024 * 1024 + 1);
      for (BodyPublisher publisher : List.of(BodyPublishers.ofByteArray(body), chunked(body))) {
        HttpResponse<byte[]> response =
            send(client, to(server, "/").header("x-first", "1").POST(publisher));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(text(response)).isEqualTo("first refuses 413");
      }
      assertThat(send(client, to(server, "/")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theFirstWireThatSpeaksGetsTheCallAndTheLastTheRest() throws Exception {
    try (HttpClient client = client()) {
      assertThat(wire(send(client, to(server, "/").header("x-first", "1")))).isEqualTo("first");
      assertThat(wire(send(client, to(server, "/")))).isEqualTo("last");
    }
  }

  private static String wire(HttpResponse<byte[]> response) {
    return response.headers().firstValue("x-wire").orElse("");
  }

  @Test
  void everyMethodReachesTheWire() throws Exception {
    try (HttpClient client = client()) {
      for (String method : List.of("GET", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW")) {
        HttpResponse<byte[]> response =
            send(client, to(server, "/").method(method, BodyPublishers.noBody()));
        assertThat(response.headers().firstValue("x-method")).contains(method);
      }
      HttpResponse<byte[]> head =
          send(client, to(server, "/").method("HEAD", BodyPublishers.noBody()));
      assertThat(head.headers().firstValue("x-method")).contains("HEAD");
    }
  }

  @Test
  void everyAnswerTellsTheTime() throws Exception {
    try (HttpClient client = client()) {
      String date = send(client, to(server, "/")).headers().firstValue("date").orElseThrow();
      ZonedDateTime told = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
      assertThat(date).hasSize("Sun, 06 Nov 1994 08:49:37 GMT".length());
      assertThat(Duration.between(told.toInstant(), Instant.now()).abs())
          .isLessThan(Duration.ofMinutes(1));
    }
  }

  @Test
  void requestIdsDifferAndTheSourceIsThePeer() throws Exception {
    Set<String> ids = new HashSet<>();
    try (HttpClient client = client()) {
      for (int i = 0; i < 20; i++) {
        HttpResponse<byte[]> response = send(client, to(server, "/"));
        ids.add(response.headers().firstValue("x-request-id").orElseThrow());
        assertThat(response.headers().firstValue("x-source")).contains("127.0.0.1");
        assertThat(response.headers().firstValue("x-secure")).contains("true");
      }
    }
    assertThat(ids).hasSize(20).allMatch(id -> id.matches("[0-9a-f-]{14}4[0-9a-f-]{21}"));
  }

  @Test
  void longRequestLinesAreTakenUpToTheLimit() throws Exception {
    try (HttpClient client = client()) {
      HttpResponse<byte[]> taken = send(client, to(server, "/?q=" + "a".repeat(200_000)));
      assertThat(taken.headers().firstValue("x-query")).contains("200002");
      HttpResponse<byte[]> refused = send(client, to(server, "/?q=" + "a".repeat(300_000)));
      assertThat(refused.statusCode()).isEqualTo(414);
      assertThat(text(refused)).isEqualTo("last refuses 414");
    }
    try (HttpClient client = client(HttpClient.Version.HTTP_2, CERTIFICATE)) {
      HttpResponse<byte[]> refused = send(client, to(server, "/?q=" + "a".repeat(300_000)));
      assertThat(refused.statusCode()).isEqualTo(414);
      assertThat(text(refused)).isEqualTo("last refuses 414");
    }
  }

  @Test
  void tooManyHeaderBytesAreRefused() throws Exception {
    for (HttpClient.Version version :
        List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
      try (HttpClient client = client(version, CERTIFICATE)) {
        HttpResponse<byte[]> response =
            send(
                client,
                to(server, "/").header("x-first", "1").header("x-large", "a".repeat(70_000)));
        assertThat(response.statusCode()).isEqualTo(431);
        assertThat(text(response)).endsWith("refuses 431");
      }
    }
  }

  @Test
  void nonsenseIsRefusedWithABodyNeverEmptyAndNeverHtml() throws Exception {
    List<String> requests =
        List.of(
            "POST / HTTP/1.1\r\nhost: x\r\nno colon here\r\n\r\n",
            "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: abc\r\n\r\n",
            "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
            "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n",
            "GET /\r\n\r\n",
            "\u0001\u0002\u0003 / HTTP/1.1\r\n\r\n");
    for (String request : requests) {
      assertThat(raw(request)).as(request).matches("(?s)HTTP/1.[01] 400 .*last refuses 400");
    }
  }

  private static SSLSocket socket() throws IOException {
    SSLSocket socket =
        (SSLSocket) CERTIFICATE.trust().getSocketFactory().createSocket("localhost", server.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static String raw(String request) throws IOException {
    try (SSLSocket socket = socket()) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void idleConnectionsAreClosed() throws Exception {
    String answer = raw("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\na");
    assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("a");
  }

  @Test
  void connectionsAreKeptAndPipelinedRequestsAnsweredInOrder() throws Exception {
    try (SSLSocket socket = socket()) {
      OutputStream out = socket.getOutputStream();
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        String path = i % 2 == 0 ? "/off" : "/";
        requests
            .append("POST ")
            .append(path)
            .append(" HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n");
        requests.append(String.format("%02d", i));
      }
      out.write(requests.toString().getBytes(StandardCharsets.US_ASCII));
      out.flush();
      InputStream in = socket.getInputStream();
      StringBuilder answers = new StringBuilder();
      StringBuilder expected = new StringBuilder();
      byte[] more = new byte[4096];
      while (!answers.toString().endsWith("\r\n\r\n49")) {
        int n = in.read(more);
        assertThat(n).isPositive();
        answers.append(new String(more, 0, n, StandardCharsets.ISO_8859_1));
      }
      for (int i = 0; i < 50; i++) {
        expected.append(String.format("%02d", i));
      }
      String bodies = answers.toString().replaceAll("(?s)HTTP/1.1 200 OK.*?\r\n\r\n(..)", "$1");
      assertThat(bodies).isEqualTo(expected.toString());
    }
  }

  @Test
  void connectionsThatGoAwayInTheMiddleOfABodyAreForgotten() throws Exception {
    try (HttpServer own = serve(LIMITS, new EchoWire("last", ""))) {
      try (SSLSocket socket =
          (SSLSocket)
              CERTIFICATE.trust().getSocketFactory().createSocket("localhost", own.port())) {
        OutputStream out = socket.getOutputStream();
        out.write(
            "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 50000\r\n\r\nabc"
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        awaitConnections(own, 1);
      }
      awaitConnections(own, 0);
    }
  }

  private static void awaitConnections(HttpServer own, int expected) throws InterruptedException {
    for (int i = 0; i < 100 && own.load().connections() != expected; i++) {
      Thread.sleep(50);
    }
    assertThat(own.load().connections()).isEqualTo(expected);
  }

  @Test
  void expectContinueIsHonoured() throws Exception {
    try (HttpClient client = client()) {
      byte[] body = bytes(1_500_000);
      HttpResponse<byte[]> response =
          send(client, to(server, "/").expectContinue(true).POST(BodyPublishers.ofByteArray(body)));
      assertThat(response.body()).isEqualTo(body);
    }
  }

  @Test
  void newConnectionsGetTheReloadedCertificate() throws Exception {
    try (HttpServer own = serve(LIMITS, new EchoWire("last", ""))) {
      TestCertificate renewed = TestCertificate.create();
      try (HttpClient old = client()) {
        assertThat(send(old, to(own, "/")).statusCode()).isEqualTo(200);
        own.reloadCertificate(renewed.pem());
        assertThat(send(old, to(own, "/")).statusCode()).as("open connection stays").isEqualTo(200);
      }
      for (int i = 0; i < 4; i++) {
        try (HttpClient fresh = client(HttpClient.Version.HTTP_2, renewed);
            HttpClient old = client()) {
          assertThat(send(fresh, to(own, "/")).statusCode()).isEqualTo(200);
          assertThatThrownBy(() -> send(old, to(own, "/"))).isInstanceOf(IOException.class);
        }
      }
      assertThatThrownBy(
              () -> own.reloadCertificate(new ServerCertificate(new byte[] {1}, new byte[] {2})))
          .isInstanceOf(IOException.class);
      try (HttpClient fresh = client(HttpClient.Version.HTTP_1_1, renewed)) {
        assertThat(send(fresh, to(own, "/")).statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void aBusyPortIsOneClearMessage() {
    assertThatThrownBy(() ->
            HttpServer.start(
                loops2(),
                List.of(new EchoWire("last", "")),
                List.of(InetAddress.ofLiteral("127.0.0.1")),
                server.port(),
                CERTIFICATE.pem(),
                LIMITS,
                () -> "id"))
        .isInstanceOf(BindException.class)
        .hasMessage("port " + server.port() + " cannot be bound: it is in use, or may not be used");
  }

  /// Another Vert.x: within one, two servers of an address would share it.
  private static EventLoops loops2() {
    return new EventLoops(1);
  }

  @Test
  void callsBeyondTheBoundOffTheLoopAreRefused() throws Exception {
    EchoWire wire = new EchoWire("last", "");
    try (HttpServer own = serve(LIMITS.withOffLoop(1, 1, 300), wire);
        HttpClient client = client()) {
      CompletableFuture<HttpResponse<byte[]>> slow =
          client.sendAsync(to(own, "/slow").build(), BodyHandlers.ofByteArray());
      wire.started.await();
      List<CompletableFuture<HttpResponse<byte[]>>> more = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        more.add(client.sendAsync(to(own, "/off").build(), BodyHandlers.ofByteArray()));
      }
      for (CompletableFuture<HttpResponse<byte[]>> refused : more) {
        assertThat(text(refused.get())).isEqualTo("last refuses 429");
      }
      wire.release.countDown();
      assertThat(slow.get().statusCode()).isEqualTo(200);
      assertThat(send(client, to(own, "/off")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void bugsInAWireAreAnswered() throws Exception {
    try (HttpClient client = client()) {
      assertThat(text(send(client, to(server, "/bug")))).isEqualTo("last refuses 503");
      assertThat(text(send(client, to(server, "/off-bug")))).isEqualTo("last refuses 503");
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosed() throws Exception {
    try (HttpServer own = serve(LIMITS.withConnectionsMax(1, 1), new EchoWire("last", ""));
        HttpClient first = client();
        HttpClient second = client()) {
      assertThat(send(first, to(own, "/")).statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> send(second, to(own, "/"))).isInstanceOf(IOException.class);
      assertThat(send(first, to(own, "/")).statusCode()).isEqualTo(200);
      assertThat(own.load().connections()).isEqualTo(1);
    }
  }

  @Test
  void stoppingFinishesWhatIsInFlightAndTakesNothingNew() throws Exception {
    EchoWire wire = new EchoWire("last", "");
    HttpServer own = serve(LIMITS, wire);
    int port = own.port();
    try (HttpClient client = client();
        HttpClient late = client()) {
      CompletableFuture<HttpResponse<byte[]>> slow =
          client.sendAsync(to(own, "/slow").build(), BodyHandlers.ofByteArray());
      wire.started.await();
      HttpRequest toLate = to(own, "/").build();
      CompletableFuture<Void> stopped =
          CompletableFuture.runAsync(() -> {
            try {
              own.stop(Duration.ofSeconds(10));
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
      Thread.sleep(300);
      assertThatThrownBy(() -> late.send(toLate, BodyHandlers.discarding()))
          .as("port %d", port)
          .isInstanceOf(IOException.class);
      assertThat(stopped).isNotDone();
      wire.release.countDown();
      assertThat(slow.get().statusCode()).isEqualTo(200);
      stopped.get();
    }
  }

  @Test
  void bothLoopbackAddressesShareOnePort() throws Exception {
    try (HttpServer own =
            HttpServer.start(
                loops,
                List.of(new EchoWire("last", "")),
                List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1")),
                0,
                CERTIFICATE.pem(),
                LIMITS,
                new RequestIds(new SecureRandom()));
        HttpClient client = client()) {
      for (String host : List.of("127.0.0.1", "[::1]")) {
        URI uri = URI.create("https://" + host + ":" + own.port() + "/");
        HttpResponse<byte[]> response =
            client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void adminPagesAnswerOnLoopback() throws Exception {
    try (AdminServer admin =
            AdminServer.start(
                loops,
                0,
                () -> new AdminServer.Page(200, "alive\n"),
                () -> new AdminServer.Page(503, "not ready: no HSM\n"),
                () -> {
                  throw new IllegalStateException("a bug in a metric");
                });
        HttpClient client = HttpClient.newHttpClient()) {
      assertThat(page(client, admin, "/healthz")).isEqualTo("200 alive\n");
      assertThat(page(client, admin, "/readyz")).isEqualTo("503 not ready: no HSM\n");
      assertThat(page(client, admin, "/metrics")).isEqualTo("500 failed\n");
      assertThat(page(client, admin, "/else")).isEqualTo("404 not found\n");
    }
  }

  private static String page(HttpClient client, AdminServer admin, String path)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin.port() + path)).build(),
            BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }
}
