package coffer.store.sql;

import coffer.store.Snapshot;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// A few connections that cannot write. Each read is one transaction, so it sees one state.
final class Readers implements AutoCloseable {
  private static final int CONNECTIONS_MAX = 4;
  private static final long WAIT_MILLIS_MAX = 10_000;

  private final HikariDataSource pool;
  private final Clock clock;

  Readers(SqliteDialect dialect, Clock clock) {
    this.clock = clock;
    HikariConfig config = new HikariConfig();
    config.setPoolName("store-readers");
    config.setDataSource(dialect.readers());
    config.setReadOnly(true);
    config.setInitializationFailTimeout(-1); // a read that fails says so itself
    config.setMaximumPoolSize(CONNECTIONS_MAX);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(WAIT_MILLIS_MAX);
    pool = new HikariDataSource(config);
  }

  <R> R read(Function<Snapshot, R> work) {
    AtomicBoolean interrupted = new AtomicBoolean(Thread.interrupted());
    try (Connection connection = connection(interrupted);
        Handle handle = Jdbi.open(connection)) {
      return read(handle, work);
    } catch (SQLException e) {
      throw Session.unavailable(e);
    } finally {
      if (interrupted.get()) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <R> R read(Handle handle, Function<Snapshot, R> work) {
    Session session = new Session(handle);
    session.execute(SqliteDialect.BEGIN_READ);
    try {
      return work.apply(new SqlTransaction(session, clock));
    } finally {
      session.end();
      finish(handle);
    }
  }

  /// Lets go of the snapshot. A connection that cannot do so does not go back to the pool.
  private void finish(Handle handle) {
    try {
      handle.execute("ROLLBACK");
    } catch (JdbiException e) {
      pool.evictConnection(handle.getConnection());
    }
  }

  /// The pool gives up when interrupted; an interrupt is the caller's business and not a failure of
  /// the store.
  private Connection connection(AtomicBoolean interrupted) throws SQLException {
    long end = System.nanoTime() + WAIT_MILLIS_MAX * 1_000_000;
    while (true) {
      try {
        return pool.getConnection();
      } catch (SQLException e) {
        if (!Thread.interrupted() || System.nanoTime() > end) {
          throw e;
        }
        interrupted.set(true);
      }
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
