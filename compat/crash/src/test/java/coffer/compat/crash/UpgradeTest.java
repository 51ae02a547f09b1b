package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ClusterKind;
import coffer.compat.harness.Command;
import coffer.compat.harness.OpenApi;
import coffer.compat.harness.Repository;
import coffer.compat.harness.ServerHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A data directory of an earlier commit is brought up to date where it lies; one of a later build
/// is refused, and left as it is.
class UpgradeTest {
  static List<Golden> all() throws IOException {
    return Golden.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void startUpgradesAnOlderOneInPlaceAndRefusesANewerOne(Golden golden) throws Exception {
    try (ServerHome home = ServerHome.make(ClusterKind.SOFTWARE)) {
      golden.unpackInto(home.folder());
      assertThat(version(home)).isPositive();
      home.start();
      decrypts(home.server().openApi(), golden.values());
      home.server().stop();
      assertThat(version(home)).isEqualTo(newestMigration());
      // The next start finds nothing to do and all there is.
      home.start();
      decrypts(home.server().openApi(), golden.values());
      home.server().stop();

      sql(
          home,
          "INSERT INTO schema_history SELECT installed_rank + 100, '99', description, type, script,"
              + " checksum, installed_by, installed_on, execution_time, success"
              + " FROM schema_history ORDER BY installed_rank DESC LIMIT 1");
      byte[] database = Files.readAllBytes(home.data().resolve("coffer.db"));
      Command refused =
          Command.coffer(
              home.settings().environment(),
              List.of(
                  "start", "--data", home.data().toString(), "--port", "0", "--admin-port", "0"));
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.output())
          .contains("coffer: The database has schema version 99", "newer build")
          .doesNotContain("Exception", "READY");
      assertThat(Files.readAllBytes(home.data().resolve("coffer.db"))).isEqualTo(database);
    }
  }

  private static void decrypts(OpenApi api, Map<String, String> values) throws IOException {
    assertThat(
            api.call(
                    "Decrypt", Map.of("CiphertextBlob", String.valueOf(values.get("openapi.blob"))))
                .orFail()
                .field("Plaintext"))
        .isEqualTo(java.util.Base64.getEncoder().encodeToString(GoldenMaker.PLAINTEXT));
  }

  private static int newestMigration() throws IOException {
    Path folder = Repository.root().resolve("server/src/main/resources/coffer/store/sql");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.matches("V[0-9]+__.*"))
          .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
          .max()
          .orElseThrow();
    }
  }

  private static int version(ServerHome home) throws SQLException {
    try (Connection connection = open(home);
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT MAX(CAST(version AS INTEGER)) FROM schema_history")) {
      return result.getInt(1);
    }
  }

  private static void sql(ServerHome home, String text) throws SQLException {
    try (Connection connection = open(home);
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static Connection open(ServerHome home) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + home.data().resolve("coffer.db"));
  }
}
