package coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.operations.catalog.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessKeyFileTest {
  private static final String MADE =
      """
      {"AccessKey":{"AccessKeyId":"LTAI1","AccessKeySecret":"s3cret","Status":"Active"},"RequestId":"r"}\
      """;

  @TempDir private Path folder = Path.of("");
  private FakeServer server = unset();

  @BeforeEach
  void start() throws Exception {
    server = new FakeServer();
    server.describe(folder.resolve("data"));
    server.replies.put("CreateAccessKey", new FakeServer.Reply(200, MADE));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void savesTheKeyForItsOwnerAndShowsNoSecret() throws IOException {
    Console console = console();
    assertThat(create(console)).as(console.err()).isZero();
    assertThat(Files.readString(csv())).isEqualTo("AccessKey ID,AccessKey Secret\nLTAI1,s3cret\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(csv())))
        .isEqualTo("rw-------");
    assertThat(console.out()).contains("LTAI1").doesNotContain("s3cret");
    assertThat(server.requests.getFirst().parameters()).containsEntry("UserName", "billing");
  }

  @Test
  void withoutAFileTheSecretIsShown() {
    Console console = console();
    assertThat(console.run("ram", "create-access-key", "--data=" + data())).isZero();
    assertThat(console.out()).contains("s3cret");
  }

  @Test
  void aFileThatIsThereCostsNoKey() throws IOException {
    Files.writeString(csv(), "mine");
    Console console = console();
    assertThat(create(console)).isEqualTo(1);
    assertThat(console.err()).startsWith("Cannot write " + csv());
    assertThat(Files.readString(csv())).isEqualTo("mine");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void aRefusedKeyLeavesNoFile() {
    server.replies.put(
        "CreateAccessKey",
        new FakeServer.Reply(409, "{\"Code\":\"LimitExceeded.User.AccessKey\",\"Message\":\"m\"}"));
    Console console = console();
    assertThat(create(console)).isEqualTo(1);
    assertThat(console.err()).contains("LimitExceeded.User.AccessKey");
    assertThat(csv()).doesNotExist();
  }

  @Test
  void aKeyThatCannotBeSavedIsDeleted() {
    List<String> called = new CopyOnWriteArrayList<>();
    OpenApi api =
        (_, action, parameters) -> {
          called.add(action + parameters);
          return Json.parse(MADE);
        };
    assertThatThrownBy(() ->
            AccessKeyFile.saved(
                api,
                Map.of(),
                csv(),
                (_, content) -> {
                  assertThat(content.get()).isNotEmpty();
                  throw new Trouble("Cannot write: disk full");
                }))
        .isInstanceOf(Trouble.class)
        .hasMessage(
            """
            Cannot write: disk full
            The secret cannot be shown again; access key LTAI1 is deleted\
            """);
    assertThat(called)
        .containsExactly("CreateAccessKey{}", "DeleteAccessKey{UserAccessKeyId=Text[text=LTAI1]}");
  }

  private int create(Console console) {
    return console.run(
        "ram", "create-access-key", "--user-name=billing", "--csv=" + csv(), "--data=" + data());
  }

  private Console console() {
    return new Console(Catalog.all(), folder);
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path csv() {
    return folder.resolve("billing.csv");
  }

  @SuppressWarnings("NullAway")
  private static FakeServer unset() {
    return null;
  }
}
