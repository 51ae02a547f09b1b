package coffer.store.sql;

import coffer.store.StoreException;
import coffer.store.StoreException.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Database files as a whole.
public final class SqlFiles {
  private SqlFiles() {}

  /// Writes one committed state into a new file, also while a server uses the database: it holds a
  /// reader's snapshot, so that nobody waits. Rows that were deleted are not in the copy.
  public static void copy(Path database, Path target) {
    try (Connection connection = new SqliteDialect(database).readers().getConnection();
        PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
      statement.setString(1, target.toString());
      statement.execute();
    } catch (SQLException e) {
      throw Session.unavailable(e);
    }
  }

  /// Reads a whole database file. Throws `StoreException` UNAVAILABLE when it is damaged.
  ///
  /// @return its schema version
  public static int check(Path database) {
    try (Connection connection = new SqliteDialect(database).readers().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check(1)")) {
      if (!result.next() || !result.getString(1).equals("ok")) {
        throw new StoreException(Reason.UNAVAILABLE, "The database is damaged.");
      }
      return Schema.version(connection);
    } catch (SQLException e) {
      throw Session.unavailable(e);
    }
  }
}
