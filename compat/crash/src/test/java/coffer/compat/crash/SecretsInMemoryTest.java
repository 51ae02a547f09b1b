package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ClientKeyFiles;
import coffer.compat.harness.ClusterKind;
import coffer.compat.harness.InstanceRequest;
import coffer.compat.harness.OpenApi;
import coffer.compat.harness.Proto;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What is left of secrets in a server that has served them, while its connections are open.
class SecretsInMemoryTest {
  private static final int ROUNDS = 5;
  private static final List<HttpClient.Version> CONNECTIONS =
      List.of(
          HttpClient.Version.HTTP_1_1,
          HttpClient.Version.HTTP_1_1,
          HttpClient.Version.HTTP_1_1,
          HttpClient.Version.HTTP_1_1,
          HttpClient.Version.HTTP_1_1,
          HttpClient.Version.HTTP_1_1,
          HttpClient.Version.HTTP_2,
          HttpClient.Version.HTTP_2);

  private static ServerHome home;
  private static TestServer server;
  private static ClientKeyFiles application;
  private static OpenApi api;
  private static final List<HttpClient> CLIENTS = new ArrayList<>();
  private static final Needles NEEDLES = new Needles();

  @BeforeAll
  static void load() throws Exception {
    home = ServerHome.make(ClusterKind.SOFTHSM);
    server = home.start();
    application = home.clientKey("memory");
    api = server.openApi();
    String key = api.createKey("Aliyun_AES_256");
    for (HttpClient.Version version : CONNECTIONS) {
      CLIENTS.add(server.client(version));
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < CLIENTS.size(); i++) {
        String name = "connection " + i + " round " + round;
        instanceCalls(CLIENTS.get(i), key, name);
        openApiCalls(CLIENTS.get(i), key, name, round % 2 == 0);
      }
    }
    newClientKey(CLIENTS.getFirst());
    // Not kmsuser's: the server keeps it, to log in again after a token was away.
    NEEDLES.text("so.pin", Files.readString(home.folder().resolve("so.pin")).strip());
    Path passphrase = home.data().resolve("dev-passphrase");
    NEEDLES.text("passphrase", Files.readString(passphrase).strip());
  }

  @AfterAll
  static void remove() {
    CLIENTS.forEach(HttpClient::close);
    home.close();
  }

  private static void instanceCalls(HttpClient client, String key, String name)
      throws IOException, InterruptedException {
    byte[] plaintext = word().getBytes(StandardCharsets.US_ASCII);
    NEEDLES.text("Instance plaintext, " + name, new String(plaintext, StandardCharsets.US_ASCII));
    Map<Integer, byte[]> sealed =
        instance(client, "Encrypt", new Proto().text(1, key).bytes(2, plaintext));
    Map<Integer, byte[]> opened =
        instance(
            client,
            "Decrypt",
            new Proto().bytes(1, sealed.get(2)).text(2, key).bytes(5, sealed.get(3)));
    assertThat(opened.get(2)).isEqualTo(plaintext);
    NEEDLES.bytes(
        "data key, " + name,
        instance(client, "GenerateDataKey", new Proto().text(1, key).number(3, 32)).get(3));
  }

  private static Map<Integer, byte[]> instance(HttpClient client, String action, Proto body)
      throws IOException, InterruptedException {
    HttpRequest request = InstanceRequest.of(action, body.encoded(), application).toHttp(server);
    InstanceRequest.Answer answer =
        InstanceRequest.read(client.send(request, HttpResponse.BodyHandlers.ofByteArray()));
    assertThat(answer.status()).as(answer.errorMessage()).isEqualTo(200);
    return answer.fields();
  }

  private static void openApiCalls(HttpClient client, String key, String name, boolean inQuery)
      throws IOException, InterruptedException {
    String plaintext = word();
    NEEDLES.text("OpenAPI plaintext, " + name, plaintext);
    Map<String, String> encrypt = Map.of("KeyId", key, "Plaintext", plaintext);
    String blob =
        openApi(
                client,
                inQuery ? api.request("Encrypt", encrypt) : api.formRequest("Encrypt", encrypt))
            .field("CiphertextBlob");
    OpenApi.Answer opened =
        openApi(client, api.formRequest("Decrypt", Map.of("CiphertextBlob", blob)));
    assertThat(opened.field("Plaintext")).isEqualTo(plaintext);
  }

  private static OpenApi.Answer openApi(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    return OpenApi.read(client.send(request, HttpResponse.BodyHandlers.ofByteArray())).orFail();
  }

  /// The password is in a query, which is where the official clients put it.
  private static void newClientKey(HttpClient client)
      throws IOException, InterruptedException, GeneralSecurityException {
    String password = "9~" + word();
    NEEDLES.text("client key password", password);
    OpenApi.Answer answer =
        openApi(
            client,
            api.request("CreateClientKey", Map.of("AapName", "memory", "Password", password)));
    KeyStore store = KeyStore.getInstance("PKCS12");
    byte[] p12 = Base64.getDecoder().decode(answer.field("PrivateKeyData"));
    store.load(new ByteArrayInputStream(p12), password.toCharArray());
    RSAPrivateCrtKey key =
        (RSAPrivateCrtKey) store.getKey(store.aliases().nextElement(), password.toCharArray());
    NEEDLES.number("client key, exponent", key.getPrivateExponent());
    NEEDLES.number("client key, prime P", key.getPrimeP());
    NEEDLES.number("client key, prime Q", key.getPrimeQ());
    NEEDLES.number("client key, exponent P", key.getPrimeExponentP());
    NEEDLES.number("client key, exponent Q", key.getPrimeExponentQ());
    NEEDLES.number("client key, coefficient", key.getCrtCoefficient());
  }

  private static String word() {
    byte[] random = new byte[15];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().encodeToString(random);
  }

  @Test
  void theLiveHeapHoldsNothingOfRequestsThatAreDone() throws Exception {
    Memory memory = new Memory(server.pid());
    SortedMap<String, Integer> everywhere = memory.everything(NEEDLES);
    System.out.printf(
        "MEASURED secrets in all memory, dead objects included: %d forms%n", everywhere.size());
    assertThat(memory.liveHeap(NEEDLES, home.folder())).isEmpty();
    SortedMap<String, Integer> after = memory.everything(NEEDLES);
    System.out.printf("MEASURED secrets in all memory after a collection: %s%n", after);
  }

  /// The search itself is tested: it must find, in each form, what a request that is not done
  /// holds.
  @Test
  void theSearchFindsWhatIsThere() throws Exception {
    Needles marks = new Needles();
    StringBuilder body = new StringBuilder();
    for (int form = 0; form < 5; form++) {
      String mark = word();
      byte[] bytes = mark.getBytes(StandardCharsets.US_ASCII);
      marks.text("mark " + form, mark);
      body.append(
          switch (form) {
            case 0 -> mark;
            case 1 ->
                new String(mark.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1);
            case 2 ->
                new String(mark.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
            case 3 ->
                Base64.getEncoder()
                    .encodeToString(("x" + mark).getBytes(StandardCharsets.US_ASCII));
            default -> HexFormat.of().formatHex(bytes);
          });
    }
    try (SSLSocket socket = unfinished(body.toString())) {
      assertThat(socket.isClosed()).isFalse();
      assertThat(new Memory(server.pid()).liveHeap(marks, home.folder()).keySet())
          .contains(
              "mark 0 (raw)",
              "mark 1 (UTF-16BE)",
              "mark 2 (UTF-16LE)",
              "mark 3 (Base64)",
              "mark 4 (hex)");
    }
  }

  /// A request whose body has not come whole.
  private static SSLSocket unfinished(String body) throws IOException, InterruptedException {
    SSLSocket socket =
        (SSLSocket)
            CLIENTS
                .getFirst()
                .sslContext()
                .getSocketFactory()
                .createSocket("localhost", server.endpoint().getPort());
    socket.setSSLParameters(new SSLParameters());
    OutputStream out = socket.getOutputStream();
    out.write(
        ("POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9999\r\n\r\n" + body)
            .getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    Thread.sleep(500);
    return socket;
  }
}
