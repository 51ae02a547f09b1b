package coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientKeyCommandTest {
  private static final List<String> ALL =
      List.of(
          "GetKmsInstance",
          "CreateNetworkRule",
          "CreatePolicy",
          "CreateApplicationAccessPoint",
          "CreateClientKey");

  @TempDir private Path folder = Path.of("");
  private FakeServer server = unset();
  private Console console = new Console(SampleOperations.registry(), folder);

  @BeforeEach
  void start() throws Exception {
    server = new FakeServer();
    server.describe(folder.resolve("data"));
    String pem = Json.text(server.pem);
    server.replies.put(
        "GetKmsInstance",
        new FakeServer.Reply(
            200, "{\"KmsInstance\":{\"CaCertificateChainPem\":%s}}".formatted(pem)));
    server.replies.put(
        "CreateClientKey",
        new FakeServer.Reply(
            200, "{\"ClientKeyId\":\"KAAP.1\",\"PrivateKeyData\":\"cDEy\",\"RequestId\":\"r\"}"));
    console = new Console(SampleOperations.registry(), folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void makesAllFourInTurnAndWritesThreeFiles() throws IOException {
    assertThat(create()).as(console.err()).isZero();

    assertThat(server.actions()).containsExactlyElementsOf(ALL);
    FakeServer.Request policy = server.requests.get(2);
    assertThat(policy.parameters())
        .containsEntry("Name", "shop-policy")
        .containsEntry("Resources", "[\"Key/*\"]")
        .containsEntry("KmsInstance", "kst-fake")
        .containsEntry("AccessControlRules", "{\"NetworkRules\":[\"shop-network\"]}");
    assertThat(server.requests.get(1).parameters())
        .containsEntry("SourcePrivateIp", "[\"10.0.0.0/8\",\"192.168.1.7\"]");
    assertThat(Files.readString(out("clientKey_KAAP.1.json")))
        .isEqualTo("{\"KeyId\":\"KAAP.1\",\"PrivateKeyData\":\"cDEy\"}");
    assertThat(Files.readString(out("PrivateKmsCA_kst-fake.pem"))).isEqualTo(server.pem);
    String password = Files.readString(out("clientKey_KAAP.1_Password.txt"));
    assertThat(server.requests.getLast().parameters()).containsEntry("Password", password);
    assertThat(password).matches("[A-Za-z0-9_-]{24}");
    assertThat(mode(out("clientKey_KAAP.1_Password.txt"))).isEqualTo("rw-------");
    assertThat(console.out())
        .contains("cannot be downloaded again")
        .contains(out("clientKey_KAAP.1.json").toString())
        .doesNotContain(password);
  }

  @Test
  void whateverStepFailsNothingIsLeft() throws IOException {
    for (int failing = 1; failing < ALL.size(); failing++) {
      String step = ALL.get(failing);
      server.requests.clear();
      FakeServer.Reply good = server.replies.get(step);
      server.replies.put(
          step,
          new FakeServer.Reply(
              409,
              "{\"Code\":\"Rejected.ResourceExist\",\"Message\":\"no\",\"RequestId\":\"r-9\"}"));
      console = new Console(SampleOperations.registry(), folder);

      assertThat(create()).isEqualTo(1);
      assertThat(console.err())
          .isEqualTo(
              step
                  + " was refused: Rejected.ResourceExist: no (r-9)\n"
                  + "What was made before it is deleted again.\n");
      List<String> made = ALL.subList(1, failing);
      List<String> deleted = server.actions().subList(failing + 1, server.requests.size());
      assertThat(deleted)
          .containsExactlyElementsOf(
              made.reversed().stream().map(a -> a.replace("Create", "Delete")).toList());
      if (good == null) {
        server.replies.remove(step);
      } else {
        server.replies.put(step, good);
      }
    }
    assertThat(written()).isEmpty();
  }

  @Test
  void whatCannotBeDeletedIsNamed() {
    server.replies.put(
        "CreateClientKey", new FakeServer.Reply(500, "{\"Code\":\"C\",\"Message\":\"m\"}"));
    server.replies.put(
        "DeletePolicy", new FakeServer.Reply(503, "{\"Code\":\"Down\",\"Message\":\"m\"}"));
    assertThat(create()).isEqualTo(1);
    assertThat(console.err())
        .contains("CreateClientKey was refused: C: m")
        .contains("Still there, delete by hand: policy shop-policy (Down: m)");
  }

  @Test
  void everyRequestIsSignedAndNothingStandsInTheUrl() {
    create();
    for (FakeServer.Request request : server.requests) {
      SortedMap<String, String> signed = new TreeMap<>();
      request
          .headers()
          .forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-acs-")
                || lower.equals("host")
                || lower.equals("content-type")) {
              signed.put(lower, value);
            }
          });
      assertThat(request.headers().get("x-acs-content-sha256")).hasSize(64);
      assertThat(request.headers().get("authorization"))
          .startsWith(
              "ACS3-HMAC-SHA256 Credential=root-id,SignedHeaders="
                  + String.join(";", signed.keySet()));
    }
  }

  @Test
  void deletes() {
    assertThat(console.run("client-key", "delete", "KAAP.1", "--data", data())).isZero();
    assertThat(server.requests.getFirst().parameters()).containsEntry("ClientKeyId", "KAAP.1");
  }

  private int create() {
    return console.run(
        "client-key",
        "create",
        "--name=shop",
        "--network=10.0.0.0/8,192.168.1.7",
        "--out=" + folder.resolve("out"),
        "--data=" + data());
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private Path out(String name) {
    return folder.resolve("out").resolve(name);
  }

  private List<Path> written() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      return files.toList();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @SuppressWarnings("NullAway")
  private static FakeServer unset() {
    return null;
  }
}
