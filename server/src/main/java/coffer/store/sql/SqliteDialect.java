package coffer.store.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// Everything that is true of SQLite only.
final class SqliteDialect {
  /// Takes the write lock at once: a transaction that began by reading could not get it later.
  static final String BEGIN_WRITE = "BEGIN IMMEDIATE";

  /// The snapshot is taken by the first SELECT and held to the end.
  static final String BEGIN_READ = "BEGIN";

  static final String HAS_HISTORY =
      "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '" + Schema.HISTORY + "'";

  /// How long to wait for a lock that another process holds (a backup, a shell).
  private static final int BUSY_MILLIS_MAX = 2_000;

  /// WAL with FULL is what makes an acknowledged commit survive power loss. Deleted material is
  /// overwritten with zeros, not only forgotten.
  private static final List<String> WRITER_PRAGMAS =
      List.of(
          "PRAGMA journal_mode = WAL",
          "PRAGMA synchronous = FULL",
          "PRAGMA foreign_keys = ON",
          "PRAGMA secure_delete = ON",
          "PRAGMA temp_store = MEMORY",
          "PRAGMA cache_size = -8192",
          "PRAGMA journal_size_limit = 67108864");

  /// Errors of the statement itself: SQLITE_ERROR, TOOBIG, CONSTRAINT, MISMATCH, MISUSE, RANGE. The
  /// transaction around it lives on. All others (FULL, IOERR, BUSY, CORRUPT …) end it.
  private static final Set<Integer> STATEMENT_ERRORS = Set.of(1, 18, 19, 20, 21, 25);

  private static final int NOT_A_DATABASE = 26;

  private final Path file;
  private final Supplier<List<String>> morePragmas;

  SqliteDialect(Path file) {
    this(file, List::of);
  }

  /// @param morePragmas for each new writing connection, after ours: tests make a disk full by it
  SqliteDialect(Path file, Supplier<List<String>> morePragmas) {
    this.file = file.toAbsolutePath();
    this.morePragmas = morePragmas;
  }

  Connection openWriter() throws SQLException {
    Connection connection = writers().getConnection();
    try (Statement statement = connection.createStatement()) {
      for (String pragma : WRITER_PRAGMAS) {
        statement.execute(pragma);
      }
      for (String pragma : morePragmas.get()) {
        statement.execute(pragma);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /// Brings the log into the database, where `secure_delete` has put zeros over what was deleted,
  /// and cuts it to nothing. The first column of the answer is 1 when a reader or writer was in the
  /// way.
  boolean truncateLog() throws SQLException {
    try (Connection connection = openWriter();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
      return result.next() && result.getInt(1) == 0;
    }
  }

  DataSource writers() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS_MAX);
    return source(config);
  }

  DataSource readers() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS_MAX);
    config.setReadOnly(true);
    config.setCacheSize(-4096);
    return source(config);
  }

  private DataSource source(SQLiteConfig config) {
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  static boolean isStatementError(SQLException e) {
    return STATEMENT_ERRORS.contains(e.getErrorCode() & 0xff);
  }

  /// For the operator; says nothing of the data.
  static String explain(SQLException e) {
    return switch (e.getErrorCode() & 0xff) {
      case 5, 6 -> "the database is locked by another process";
      case 8, 14 -> "the database file cannot be opened for writing";
      case 10 -> "the disk reports an error";
      case 11 -> "the database is damaged";
      case 13 -> "the disk is full";
      case NOT_A_DATABASE -> "the file is not a database";
      default -> "the database cannot be reached";
    };
  }
}
