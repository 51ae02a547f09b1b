package coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The line protocol of `coffer.compat.dkms.DemoClient`, whose own tests hold the other end.
class SdkClientTest {
  private static final SdkClient.Application APPLICATION =
      new SdkClient.Application(
          "localhost:8443",
          new ClientKeyFiles(Path.of("/k.json"), Path.of("/p.txt"), Path.of("/ca.pem")));

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  @Test
  void sendsOneLineWithEveryName() {
    client("{\"ok\":true,\"answer\":{\"keyId\":\"k\"}}\n")
        .call(APPLICATION, "encrypt", Map.of("keyId", "k"));
    assertThat(sent.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"action\":\"encrypt\",\"endpoint\":\"localhost:8443\","
                + "\"clientKeyFile\":\"/k.json\",\"passwordFile\":\"/p.txt\","
                + "\"caFile\":\"/ca.pem\",\"fields\":{\"keyId\":\"k\"}}\n");
  }

  @Test
  void aRefusalKeepsItsCodeAndStatus() {
    SdkClient client =
        client(
            "{\"ok\":false,\"code\":\"Unauthorized\",\"status\":404,\"message\":\"m\",\"answer\":{}}\n");
    assertThatThrownBy(() -> client.call(APPLICATION, "encrypt", Map.of()))
        .isInstanceOfSatisfying(
            Refused.class,
            e -> {
              assertThat(e.code()).isEqualTo("Unauthorized");
              assertThat(e.status()).isEqualTo(404);
            });
  }

  @Test
  void anEndedProcessIsTrouble() {
    assertThatThrownBy(() -> client("").call(APPLICATION, "encrypt", Map.of()))
        .isInstanceOf(Trouble.class);
  }

  private SdkClient client(String answers) {
    return new SdkClient(sent, new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8)));
  }
}
