package coffer.store.sql;

import coffer.store.StoreException;
import coffer.store.StoreException.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings a database to the schema of this build, and refuses one that is ahead of it. Flyway costs
/// up to a second when cold, so it is called only when there is something to do.
final class Schema {
  /// The number of the newest migration.
  static final int VERSION = 11;

  static final String HISTORY = "schema_history";

  private static final String NEWEST =
      "SELECT COALESCE(MAX(CAST(version AS INTEGER)), 0) FROM " + HISTORY + " WHERE success";

  private Schema() {}

  static void bringUpToDate(SqliteDialect dialect) throws SQLException {
    int version;
    try (Connection connection = dialect.openWriter()) {
      version = version(connection);
    }
    if (version > VERSION) {
      throw new StoreException(
          Reason.UNAVAILABLE,
          "The database has schema version "
              + version
              + " and this build knows versions up to "
              + VERSION
              + ": it was written by a newer build. Use that one, or restore a backup made before.");
    }
    if (version < VERSION) {
      migrate(dialect);
    }
  }

  static void requireThisBuilds(SqliteDialect dialect) throws SQLException {
    int version;
    try (Connection connection = dialect.openWriter()) {
      version = version(connection);
    }
    if (version != VERSION) {
      throw new StoreException(
          Reason.UNAVAILABLE,
          "The database has schema version "
              + version
              + " and this build has "
              + VERSION
              + ": use the build of the server, or start the server of this one first.");
    }
  }

  static int version(Connection connection) throws SQLException {
    return number(connection, SqliteDialect.HAS_HISTORY) == 0 ? 0 : number(connection, NEWEST);
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getInt(1) : 0;
    }
  }

  private static void migrate(SqliteDialect dialect) {
    try {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(dialect.writers())
          .locations("classpath:coffer/store/sql")
          .table(HISTORY)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreException(
          Reason.UNAVAILABLE,
          "The database cannot be brought to schema version " + VERSION + ".",
          e);
    }
  }
}
