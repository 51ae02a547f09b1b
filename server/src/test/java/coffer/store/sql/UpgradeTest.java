package coffer.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.model.Alias;
import coffer.model.AliasName;
import coffer.model.Key;
import coffer.store.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A database of an earlier build opens in this one with all that it holds.
class UpgradeTest {
  @TempDir Path directory;

  @Test
  void theFirstSchemaIsBroughtUpToDateAndKeepsItsRows() throws SQLException {
    Path file = directory.resolve("store.db");
    Flyway.configure(UpgradeTest.class.getClassLoader())
        .dataSource(new SqliteDialect(file).writers())
        .locations("classpath:coffer/store/sql")
        .table(Schema.HISTORY)
        .target("1")
        .load()
        .migrate();
    Key key = Keys.withVersions(2);
    assertThat(version(file)).isEqualTo(1);
    insert(file, key);
    Alias alias = new Alias(new AliasName("alias/new"), key.id(), Instant.EPOCH);
    for (int opened = 0; opened < 2; opened++) {
      try (Store store = SqlStore.open(file, Clock.systemUTC())) {
        assertThat(store.<Optional<Key>>read(view -> view.keys().find(key.id())))
            .get()
            .usingRecursiveComparison()
            .isEqualTo(key);
        assertThat(store.<List<Key>>read(view -> view.visibleKeys(key.instance()).page(0, 10)))
            .hasSize(1);
        if (opened == 0) {
          store.inTransaction(tx -> {
            tx.aliases().insert(alias);
            return true;
          });
        }
        assertThat(store.<List<Alias>>read(view -> view.aliases(key.id()).page(0, 10)))
            .containsExactly(alias);
      }
      assertThat(version(file)).isEqualTo(Schema.VERSION);
    }
  }

  /// As the first build wrote it.
  private static void insert(Path file, Key key) throws SQLException {
    try (Connection connection = connect(file);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO keys VALUES ('%s', '%s', 'Aliyun_AES_256', 'ENCRYPT/DECRYPT', NULL, 'Enabled', 'Aliyun_KMS', 'HSM', 'HsmEncryptedDatabase', '', '1234567890123456', 0, NULL, NULL, 0, '', 1)"
              .formatted(key.id(), key.instance()));
      List<String> versions = key.versions().stream().map(v -> v.id().toString()).toList();
      for (int i = 0; i < versions.size(); i++) {
        statement.execute(
            "INSERT INTO key_versions VALUES ('%s', '%s', %d, 0, 1, '%s', zeroblob(40), NULL, zeroblob(32))"
                .formatted(
                    versions.get(i),
                    key.id(),
                    i + 1,
                    key.primary().material().orElseThrow().format().wireName()));
      }
    }
  }

  private static int version(Path file) throws SQLException {
    try (Connection connection = connect(file)) {
      return Schema.version(connection);
    }
  }

  private static Connection connect(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }
}
