package coffer.store.sql;

import coffer.store.Snapshot;
import coffer.store.Store;
import coffer.store.StoreException;
import coffer.store.StoreException.Reason;
import coffer.store.Transaction;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.util.function.Function;

/// A store in one SQLite file (with `-wal` and `-shm` beside it while open).
///
/// It does not keep a second server away from the file; the data directory's lock does.
public final class SqlStore implements Store {
  private final SqliteDialect dialect;
  private final Readers readers;
  private final Writer writer;

  private SqlStore(SqliteDialect dialect, Readers readers, Writer writer) {
    this.dialect = dialect;
    this.readers = readers;
    this.writer = writer;
  }

  /// Opens `file`, or makes it, readable by its owner only. Throws `StoreException` UNAVAILABLE,
  /// with a message for the operator, when it is no database of ours or of a newer build.
  public static SqlStore open(Path file, Clock clock) {
    make(file);
    return open(new SqliteDialect(file), clock, WriterLimits.DEFAULT);
  }

  /// Opens the database of a data directory as it is: for tools beside a server, whose schema is
  /// not theirs to change. Throws `StoreException` UNAVAILABLE when there is none, or of another
  /// build.
  public static SqlStore openExisting(Path file, Clock clock) {
    if (!Files.exists(file)) {
      throw new StoreException(Reason.UNAVAILABLE, "There is no database.");
    }
    SqliteDialect dialect = new SqliteDialect(file);
    try {
      Schema.requireThisBuilds(dialect);
    } catch (SQLException e) {
      throw Session.unavailable(e);
    }
    return open(dialect, clock, WriterLimits.DEFAULT);
  }

  static SqlStore open(SqliteDialect dialect, Clock clock, WriterLimits limits) {
    try {
      Schema.bringUpToDate(dialect);
    } catch (SQLException e) {
      throw Session.unavailable(e);
    }
    GroupCommit commits = new GroupCommit(dialect, clock, limits.transactionsPerCommitMax());
    Writer writer = new Writer(commits, limits);
    SqlStore store = new SqlStore(dialect, new Readers(dialect, clock), writer);
    writer.start();
    return store;
  }

  private static void make(Path file) {
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException e) {
      // The usual case: the database of an earlier run.
      return;
    } catch (IOException e) {
      throw new StoreException(Reason.UNAVAILABLE, "The database file cannot be made.", e);
    }
  }

  @Override
  public <R> R inTransaction(Function<Transaction, R> work) {
    return writer.submit(work);
  }

  @Override
  public <R> R read(Function<Snapshot, R> work) {
    return readers.read(work);
  }

  @Override
  public boolean scrub() {
    try {
      return dialect.truncateLog();
    } catch (SQLException e) {
      throw Session.unavailable(e);
    }
  }

  /// Finishes the transactions that are queued. Readers go first, so that the last connection is
  /// one that can bring the log into the database.
  @Override
  public void close() {
    readers.close();
    writer.close();
  }
}
