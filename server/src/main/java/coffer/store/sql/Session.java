package coffer.store.sql;

import coffer.model.KmsException;
import coffer.store.StoreException;
import coffer.store.StoreException.Reason;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.Update;

/// One transaction on one connection: runs statements and turns their failures into ours. Messages
/// never hold values.
final class Session {
  /// Makes a record of a row.
  @FunctionalInterface
  interface Reading<T> {
    T of(Columns columns) throws SQLException;
  }

  private final Handle handle;
  private boolean over;
  private boolean broken;

  Session(Handle handle) {
    this.handle = handle;
    handle
        .getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
  }

  void execute(String sql) {
    execute(sql, new Row());
  }

  /// @return how many rows it changed
  int execute(String sql, Row arguments) {
    return run(() -> {
      try (Update update = handle.createUpdate(sql)) {
        arguments.bindTo(update);
        return update.execute();
      }
    });
  }

  <T> List<T> query(String sql, Row arguments, Reading<T> reading) {
    return run(() -> {
      try (Query query = handle.createQuery(sql)) {
        arguments.bindTo(query);
        return query.map((result, context) -> read(reading, new Columns(result))).list();
      }
    });
  }

  <T> Optional<T> first(String sql, Row arguments, Reading<T> reading) {
    return query(sql, arguments, reading).stream().findFirst();
  }

  /// All of `change` or nothing of it, whatever the transaction around it goes on to do.
  void atomically(Runnable change) {
    execute("SAVEPOINT piece");
    boolean done = false;
    try {
      change.run();
      done = true;
    } finally {
      if (!broken) {
        execute(done ? "RELEASE piece" : "ROLLBACK TO piece");
      }
    }
  }

  /// From now on every use is refused: the caller kept what was only lent.
  void end() {
    over = true;
  }

  /// Whether the connection failed, and the transaction with it.
  boolean isBroken() {
    return broken;
  }

  private <T> T run(Supplier<T> statement) {
    if (over) {
      throw new IllegalStateException("the transaction is over");
    }
    if (broken) {
      throw new StoreException(Reason.UNAVAILABLE, "The transaction has already failed.");
    }
    try {
      return statement.get();
    } catch (JdbiException e) {
      throw failure(e);
    }
  }

  private RuntimeException failure(JdbiException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && SqliteDialect.isStatementError(sql)) {
        return new IllegalStateException("a statement of the store is wrong", sql);
      }
      if (cause instanceof SQLException sql) {
        broken = true;
        return unavailable(sql);
      }
    }
    broken = true;
    return new IllegalStateException("the store's library failed", e);
  }

  static StoreException unavailable(SQLException e) {
    return new StoreException(
        Reason.UNAVAILABLE, "The store is unavailable: " + SqliteDialect.explain(e) + ".", e);
  }

  private static <T> T read(Reading<T> reading, Columns columns) throws SQLException {
    try {
      return reading.of(columns);
    } catch (KmsException | IllegalArgumentException e) {
      throw new IllegalStateException("a row of the store is damaged", e);
    }
  }
}
