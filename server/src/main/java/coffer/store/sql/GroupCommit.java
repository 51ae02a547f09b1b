package coffer.store.sql;

import coffer.store.StoreException;
import coffer.store.StoreException.Reason;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs transactions on the writing connection, several in one commit, each inside a savepoint so
/// that one which throws leaves the others alone. A connection that fails is thrown away with all
/// that it had not committed, and the next commit opens a new one.
final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private final SqliteDialect dialect;
  private final Clock clock;
  private final int transactionsMax;
  private Optional<Handle> open = Optional.empty();

  GroupCommit(SqliteDialect dialect, Clock clock, int transactionsMax) {
    this.dialect = dialect;
    this.clock = clock;
    this.transactionsMax = transactionsMax;
  }

  /// Commits `first` and what waits behind it, up to `stop`.
  ///
  /// @return whether it came upon `stop`
  boolean commit(Submission<?> first, Queue<Submission<?>> waiting, Submission<?> stop) {
    List<Submission<?>> done = new ArrayList<>();
    Submission<?> current = first;
    try {
      Handle handle = handle();
      Session session = new Session(handle);
      session.execute(SqliteDialect.BEGIN_WRITE);
      for (int i = 0; i < transactionsMax && current != null && current != stop; i++) {
        if (current.take() && succeeds(current, handle)) {
          done.add(current);
        }
        current = i + 1 < transactionsMax ? waiting.poll() : null;
      }
      session.execute("COMMIT");
      done.forEach(Submission::acknowledge);
    } catch (SQLException | RuntimeException | Error e) {
      StoreException failure = unavailable(e);
      LOG.warn("a commit of {} transactions failed; reopening the database", done.size(), failure);
      discard();
      done.forEach(submission -> submission.fail(failure));
      if (current != null && current != stop) {
        current.fail(failure);
      }
    }
    return current == stop;
  }

  /// Runs one transaction. Its own failure is its caller's alone; only a failure of the connection
  /// is thrown.
  private boolean succeeds(Submission<?> submission, Handle handle) {
    Thread.interrupted(); // an earlier transaction may have left it behind
    Session session = new Session(handle);
    session.execute("SAVEPOINT one");
    Optional<Throwable> failure = Optional.empty();
    try {
      submission.run(new SqlTransaction(session, clock));
    } catch (RuntimeException | Error e) {
      failure = Optional.of(e);
    }
    if (session.isBroken()) {
      throw failure
          .map(GroupCommit::unavailable)
          .orElseGet(() -> new StoreException(Reason.UNAVAILABLE, "The transaction has failed."));
    }
    failure.ifPresent(e -> session.execute("ROLLBACK TO one"));
    session.execute("RELEASE one");
    session.end();
    failure.ifPresent(submission::fail);
    return failure.isEmpty();
  }

  private Handle handle() throws SQLException {
    if (open.isEmpty()) {
      open = Optional.of(Jdbi.open(dialect.openWriter()));
    }
    return open.get();
  }

  private void discard() {
    Optional<Handle> failed = open;
    open = Optional.empty();
    try {
      failed.ifPresent(Handle::close);
    } catch (JdbiException e) {
      LOG.warn("the failed connection did not close", e);
    }
  }

  private static StoreException unavailable(Throwable e) {
    return switch (e) {
      case StoreException known when known.reason() == Reason.UNAVAILABLE -> known;
      case SQLException sql -> Session.unavailable(sql);
      default -> new StoreException(Reason.UNAVAILABLE, "The store failed.", e);
    };
  }

  @Override
  public void close() {
    discard();
  }
}
