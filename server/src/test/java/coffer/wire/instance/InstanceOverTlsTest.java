package coffer.wire.instance;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.http.EventLoops;
import coffer.http.HttpCall;
import coffer.http.HttpLimits;
import coffer.http.HttpServer;
import coffer.http.RequestIds;
import coffer.http.TestCertificate;
import coffer.http.Wire;
import coffer.wire.instance.proto.InstanceMessages;
import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The Instance API over real TLS.
class InstanceOverTlsTest {
  private static final byte[] ENCRYPT = HexFormat.of().parseHex("0a076b65792d616573120568656c6c6f");
  private static final TestCertificate CERTIFICATE = TestCertificate.create();
  private static final Bench BENCH = new Bench();
  private static EventLoops loops;
  private static HttpServer server;

  /// What else is on the port.
  private record Other() implements Wire {
    @Override
    public boolean speaks(HttpCall head) {
      return true;
    }

    @Override
    public void handle(HttpCall call) {
      call.respond(200, List.of(), new byte[] {'o'});
    }

    @Override
    public void refuse(HttpCall head, int status) {
      head.respond(status, List.of(), new byte[] {'o'});
    }
  }

  @BeforeAll
  static void start() throws IOException {
    loops = new EventLoops(1);
    server =
        HttpServer.start(
            loops,
            List.of(BENCH.wire, new Other()),
            List.of(InetAddress.ofLiteral("127.0.0.1")),
            0,
            CERTIFICATE.pem(),
            HttpLimits.standard(),
            new RequestIds(new SecureRandom()));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    loops.close();
  }

  private static HttpResponse<byte[]> send(
      HttpClient.Version version, Map<String, String> headers, BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/")).POST(body);
    headers.forEach((name, value) -> {
      if (!name.equals("host")) {
        request.header(name, value);
      }
    });
    try (HttpClient client =
        HttpClient.newBuilder().version(version).sslContext(CERTIFICATE.trust()).build()) {
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      assertThat(response.version()).isEqualTo(version);
      return response;
    }
  }

  private static BodyPublisher chunked(byte[] body) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpClient.Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void encryptIsAnswered(HttpClient.Version version) throws Exception {
    Map<String, String> headers = Bench.signed("Encrypt", ENCRYPT, Map.of());
    for (BodyPublisher body : List.of(BodyPublishers.ofByteArray(ENCRYPT), chunked(ENCRYPT))) {
      HttpResponse<byte[]> response = send(version, headers, body);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("content-type")).contains("application/x-protobuf");
      assertThat(response.headers().firstValue("x-kms-migrationkeyversionid"))
          .contains(TestOperations.VERSION.toString());
      InstanceMessages.EncryptResponse answer =
          InstanceMessages.EncryptResponse.parseFrom(response.body());
      assertThat(answer.getCiphertextBlob()).isEqualTo(ByteString.copyFromUtf8("hello"));
      assertThat(answer.getRequestId()).hasSize(36);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpClient.Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void anEmptyChunkedReplayHearsTheExactText(HttpClient.Version version) throws Exception {
    Map<String, String> headers = Bench.signed("Encrypt", ENCRYPT, Map.of());
    HttpResponse<byte[]> response = send(version, headers, chunked(new byte[0]));
    assertThat(response.statusCode()).isEqualTo(400);
    InstanceMessages.Error error = InstanceMessages.Error.parseFrom(response.body());
    assertThat(error.getErrorCode()).isEqualTo("InvalidParam");
    assertThat(error.getErrorMessage()).isEqualTo("The Param Content-SHA256 is invalid.");
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpClient.Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void whatTheHttpLayerRefusesIsProtobuf(HttpClient.Version version) throws Exception {
    byte[] large = new byte[4 * 1024 * 1024];
    Map<String, String> signed = Bench.signed("Encrypt", ENCRYPT, Map.of());
    assertError(send(version, signed, BodyPublishers.ofByteArray(large)), 413);
    assertError(send(version, signed, chunked(large)), 413);
    Map<String, String> extra = Map.of("x-large", "a".repeat(70_000));
    assertError(
        send(version, Bench.signed("Encrypt", ENCRYPT, extra), BodyPublishers.ofByteArray(ENCRYPT)),
        431);
  }

  private static void assertError(HttpResponse<byte[]> response, int status) throws IOException {
    assertThat(response.statusCode()).isEqualTo(status);
    InstanceMessages.Error error = InstanceMessages.Error.parseFrom(response.body());
    assertThat(error.getStatusCode()).isEqualTo(status);
    assertThat(error.getErrorMessage()).isNotEmpty();
    assertThat(error.getRequestId()).hasSize(36);
  }

  @Test
  void nonsenseAfterAGoodCallIsRefusedInTheProtocolOfTheConnection() throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            CERTIFICATE.trust().getSocketFactory().createSocket("localhost", server.port())) {
      socket.setSoTimeout(10_000);
      StringBuilder request = new StringBuilder("POST / HTTP/1.1\r\n");
      Bench.signed("Encrypt", ENCRYPT, Map.of())
          .forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
      request.append("content-length: " + ENCRYPT.length + "\r\n\r\n");
      OutputStream out = socket.getOutputStream();
      out.write(request.toString().getBytes(StandardCharsets.US_ASCII));
      out.write(ENCRYPT);
      out.write("POST /?".getBytes(StandardCharsets.US_ASCII));
      out.write("a".repeat(300_000).getBytes(StandardCharsets.US_ASCII));
      out.flush();
      InputStream in = socket.getInputStream();
      String answers = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answers).startsWith("HTTP/1.1 200 ").containsPattern("HTTP/1.[01] 414 ");
      byte[] last =
          answers
              .substring(answers.lastIndexOf("\r\n\r\n") + 4)
              .getBytes(StandardCharsets.ISO_8859_1);
      assertThat(InstanceMessages.Error.parseFrom(last).getStatusCode()).isEqualTo(414);
    }
  }
}
