package coffer.compat.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ClientKeyFiles;
import coffer.compat.harness.InstanceRequest;
import coffer.compat.harness.KeepAlive;
import coffer.compat.harness.OpenApi;
import coffer.compat.harness.Proto;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Callers that say what is not so get the documented code, and stand in the audit trail.
@ExtendWith(SharedServer.class)
class LyingClientTest {
  /// Refusals of strangers are written at most once a second.
  private static final long BETWEEN_STRANGERS_MILLIS = 1_200;

  private final ServerHome home;
  private final OpenApi api;
  private final String key;

  LyingClientTest(ServerHome home) throws Exception {
    this.home = home;
    this.api = home.server().openApi();
    this.key = api.createKey("Aliyun_AES_256");
  }

  private InstanceRequest encrypt(ClientKeyFiles files, String keyId) {
    byte[] body = new Proto().text(1, keyId).bytes(2, new byte[] {1, 2, 3}).encoded();
    return InstanceRequest.of("Encrypt", body, files);
  }

  private void refused(InstanceRequest.Answer answer, int status, String code) {
    assertThat(answer.errorCode()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(home.audit().requestIds()).contains(answer.errorRequestId());
  }

  private void refused(OpenApi.Answer answer, int status, String code) {
    assertThat(answer.field("Code")).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(home.audit().requestIds()).contains(answer.field("RequestId"));
  }

  private static void pause() throws InterruptedException {
    Thread.sleep(BETWEEN_STRANGERS_MILLIS);
  }

  @Test
  void aSpoofedAddressChangesNothing() throws Exception {
    ClientKeyFiles files = home.clientKey("lies-address", "--network", "192.0.2.0/24");
    for (String header : new String[] {"x-forwarded-for", "forwarded", "x-real-ip", "client-ip"}) {
      String value = header.equals("forwarded") ? "for=192.0.2.7" : "192.0.2.7";
      refused(
          encrypt(files, key).with(header, value).send(home.server()),
          403,
          "Forbidden.NoPermission");
    }
    assertThat(home.audit().requestIds()).isNotEmpty();
    assertThat(home.audit().sources()).contains("127.0.0.1").doesNotContain("192.0.2.7");
  }

  @Test
  void aProxyHeaderOfAStrangerIsNoTls() throws Exception {
    try (Socket socket =
        new Socket(home.server().endpoint().getHost(), home.server().endpoint().getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write("PROXY TCP4 192.0.2.7 127.0.0.1 4711 443\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      byte[] answer = socket.getInputStream().readAllBytes();
      assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("HTTP/");
    }
    assertThat(home.audit().sources()).doesNotContain("192.0.2.7");
  }

  @Test
  void aDateOfAnotherTimeIsRefused() throws Exception {
    ClientKeyFiles files = home.clientKey("lies-date");
    for (int minutes : new int[] {-16, 16}) {
      Instant then = Instant.now().plus(Duration.ofMinutes(minutes));
      pause();
      refused(
          encrypt(files, key).at(then).signedBy(files.privateKey()).send(home.server()),
          400,
          "RequestTimeTooSkewed");
      pause();
      refused(
          api.sign("ListKeys", Map.of(), then, UUID.randomUUID().toString()).send(),
          400,
          "InvalidTimeStamp.Expired");
    }
  }

  @Test
  void aChangedRequestIsRefused() throws Exception {
    ClientKeyFiles files = home.clientKey("lies-change");
    String other = api.createKey("Aliyun_AES_256");
    pause();
    byte[] body = new Proto().text(1, other).bytes(2, new byte[] {1, 2, 3}).encoded();
    refused(encrypt(files, key).withBody(body).send(home.server()), 400, "InvalidParam");
    OpenApi.Signed signed =
        api.sign("DescribeKey", Map.of("KeyId", key), Instant.now(), UUID.randomUUID().toString());
    pause();
    refused(
        signed.withQuery(signed.query().replace(key, other)).send(), 400, "SignatureDoesNotMatch");
    pause();
    refused(signed.with("x-acs-action", "DisableKey").send(), 400, "SignatureDoesNotMatch");
    assertThat(signed.send().status()).isEqualTo(200);
  }

  @Test
  void aRepeatedNonceIsRefused() throws Exception {
    OpenApi.Signed signed =
        api.sign("DescribeKey", Map.of("KeyId", key), Instant.now(), UUID.randomUUID().toString());
    assertThat(signed.send().status()).isEqualTo(200);
    pause();
    refused(signed.send(), 400, "SignatureNonceUsed");
  }

  @Test
  void anotherAccessPointsKeyIsRefused() throws Exception {
    String theirs = api.createKey("Aliyun_AES_256");
    ClientKeyFiles files = home.clientKey("lies-key", "--resources", "Key/" + key);
    assertThat(encrypt(files, key).send(home.server()).status()).isEqualTo(200);
    refused(encrypt(files, theirs).send(home.server()), 403, "Forbidden.NoPermission");
    refused(
        encrypt(files, "key-00000000000000000000").send(home.server()),
        404,
        "Forbidden.KeyNotFound");
  }

  @Test
  void changesCountAtOnceOnAnOpenConnection() throws Exception {
    ClientKeyFiles files = home.clientKey("keep-alive", "--network", "127.0.0.0/8");
    try (KeepAlive connection = new KeepAlive(home.server())) {
      assertThat(encrypt(files, key).send(connection).status()).isEqualTo(200);
      flip(
          connection,
          files,
          "UpdateNetworkRule",
          Map.of("Name", "keep-alive-network", "SourcePrivateIp", "[\"192.0.2.0/24\"]"),
          Map.of("Name", "keep-alive-network", "SourcePrivateIp", "[\"127.0.0.1\"]"));
      flip(
          connection,
          files,
          "UpdatePolicy",
          Map.of("Name", "keep-alive-policy", "Resources", "[\"key/other\"]"),
          Map.of("Name", "keep-alive-policy", "Resources", "[\"key/" + key + "\"]"));
      api.call(
              "CreatePolicy",
              Map.of(
                  "Name",
                  "keep-alive-none",
                  "Permissions",
                  "[\"RbacPermission/Template/CryptoServiceSecretUser\"]",
                  "Resources",
                  "[\"key/*\"]"))
          .orFail();
      flip(
          connection,
          files,
          "UpdateApplicationAccessPoint",
          Map.of("Name", "keep-alive", "Policies", "[\"keep-alive-none\"]"),
          Map.of("Name", "keep-alive", "Policies", "[\"keep-alive-policy\"]"));
      api.call("DeleteClientKey", Map.of("ClientKeyId", files.id())).orFail();
      pause();
      refused(encrypt(files, key).send(connection), 404, "Unauthorized");
    }
  }

  private void flip(
      KeepAlive connection,
      ClientKeyFiles files,
      String action,
      Map<String, String> away,
      Map<String, String> back)
      throws IOException {
    api.call(action, away).orFail();
    refused(encrypt(files, key).send(connection), 403, "Forbidden.NoPermission");
    api.call(action, back).orFail();
    assertThat(encrypt(files, key).send(connection).status()).isEqualTo(200);
  }
}
