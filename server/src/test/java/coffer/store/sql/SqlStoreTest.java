package coffer.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.model.Key;
import coffer.model.KeyVersion;
import coffer.store.Store;
import coffer.store.StoreException;
import coffer.store.Transaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file itself: who may read it, which schema it has, what is written to it.
class SqlStoreTest {
  @TempDir Path directory;

  @Test
  void theDatabaseIsReadableByItsOwnerOnly() throws IOException {
    try (Store store = open()) {
      store.inTransaction(SqlStoreTest::putsSomething);
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .as(file.toString())
              .isEqualTo("rw-------");
        }
      }
    }
    assertThat(directory).isDirectoryContaining(f -> f.endsWith("store.db"));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).as("closing leaves one file").hasSize(1);
    }
  }

  @Test
  void theSchemaVersionIsThatOfTheNewestMigration() throws Exception {
    Path migrations = Path.of("src/main/resources/coffer/store/sql");
    try (Stream<Path> files = Files.list(migrations)) {
      assertThat(files.map(file -> file.getFileName().toString()).map(SqlStoreTest::number))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.rangeClosed(1, Schema.VERSION).boxed().toList());
    }
    open().close();
    try (Connection connection = connect()) {
      assertThat(Schema.version(connection)).isEqualTo(Schema.VERSION);
    }
  }

  /// `V7__rotation_and_tags.sql` is 7.
  private static int number(String migration) {
    return Integer.parseInt(migration.substring(1, migration.indexOf("__")));
  }

  @Test
  void aDatabaseOfANewerBuildIsRefusedAndUntouched() throws SQLException {
    open().close();
    execute("UPDATE schema_history SET version = '99' WHERE version = '2'");
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("schema version 99")
        .hasMessageContaining("newer build");
    execute("UPDATE schema_history SET version = '2' WHERE version = '99'");
    open().close();
  }

  @Test
  void aFileThatIsNoDatabaseIsRefused() throws IOException {
    Files.writeString(directory.resolve("store.db"), "not a database, but long enough".repeat(99));
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("not a database");
  }

  @Test
  void aDirectoryThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> SqlStore.open(directory.resolve("no/store.db"), Clock.systemUTC()))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void readersCannotWrite() {
    try (Store store = open()) {
      assertThatThrownBy(() -> store.read(s -> putsSomething((Transaction) s)))
          .isInstanceOf(StoreException.class);
      assertThat(store.<Long>read(s -> s.settings().count())).isZero();
    }
  }

  @Test
  void aTransactionInsideATransactionIsRefusedAtOnce() {
    try (Store store = open()) {
      assertThatThrownBy(
              () -> store.inTransaction(tx -> store.inTransaction(SqlStoreTest::putsSomething)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void whatWasDeletedIsInNoFileAfterScrubbing() throws IOException {
    byte[] marker = "what must not remain".repeat(3).getBytes(StandardCharsets.US_ASCII);
    Key key = Keys.withVersions(3);
    try (Store store = open()) {
      store.inTransaction(tx -> {
        tx.putSetting("name", marker);
        tx.keys().insert(key);
        return true;
      });
      assertThat(onDisk(marker)).isTrue();
      store.inTransaction(tx -> {
        tx.putSetting("name", new byte[10]);
        return true;
      });
      assertThat(onDisk(marker)).as("the log still has it").isTrue();
      assertThat(store.scrub()).isTrue();
      assertThat(onDisk(marker)).isFalse();
      store.read(view -> {
        assertThat(view.settings().find("name")).isPresent();
        store.inTransaction(tx -> {
          tx.putSetting("name", marker);
          return true;
        });
        assertThat(store.scrub()).as("a reader is in the way").isFalse();
        return true;
      });
      assertThat(store.scrub()).isTrue();
    }
  }

  private boolean onDisk(byte[] marker) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (content.contains(new String(marker, StandardCharsets.ISO_8859_1))) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void versionsThatStayTheSameAreNotWritten() throws SQLException {
    Key key = Keys.withVersions(3);
    try (Store store = open()) {
      store.inTransaction(tx -> {
        tx.keys().insert(key);
        return true;
      });
      watchVersions();
      store.inTransaction(tx -> tx.keys().update(key.id(), k -> Keys.described(k, "changed")));
      assertThat(watched()).isEmpty();
      KeyVersion added = Keys.version();
      store.inTransaction(tx -> tx.keys().update(key.id(), k -> Keys.with(k, added)));
      assertThat(watched()).containsExactly("insert " + added.id());
      KeyVersion emptied = Keys.withoutMaterial(key.versions().get(1));
      store.inTransaction(tx -> tx.keys().update(key.id(), k -> Keys.replacing(k, emptied)));
      assertThat(watched()).containsExactly("update " + emptied.id());
      store.inTransaction(tx -> tx.keys().update(key.id(), Keys::withoutInitial));
      assertThat(watched()).containsExactly("delete " + key.initial().id());
    }
  }

  private void watchVersions() throws SQLException {
    execute("CREATE TABLE watched (what TEXT)");
    for (Map.Entry<String, String> event :
        Map.of("insert", "new", "update", "new", "delete", "old").entrySet()) {
      execute(
          "CREATE TRIGGER on_%1$s AFTER %1$s ON key_versions BEGIN INSERT INTO watched VALUES ('%1$s ' || %2$s.id); END"
              .formatted(event.getKey(), event.getValue()));
    }
  }

  private List<String> watched() throws SQLException {
    List<String> events = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      try (ResultSet result = statement.executeQuery("SELECT what FROM watched")) {
        while (result.next()) {
          events.add(result.getString(1));
        }
      }
      statement.execute("DELETE FROM watched");
    }
    return events;
  }

  private static boolean putsSomething(Transaction tx) {
    tx.putSetting("name", new byte[10]);
    return true;
  }

  private Store open() {
    return SqlStore.open(directory.resolve("store.db"), Clock.systemUTC());
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("store.db"));
  }
}
