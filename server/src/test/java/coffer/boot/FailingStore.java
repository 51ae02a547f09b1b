package coffer.boot;

import coffer.store.Snapshot;
import coffer.store.Store;
import coffer.store.Transaction;
import java.util.function.Function;

/// A store whose n-th transaction fails, before or after it was committed, as a process does that
/// is killed there.
final class FailingStore implements Store {
  private final Store inner;
  private final int fatal;
  private final boolean afterwards;
  private int transactions;

  FailingStore(Store inner, int fatal, boolean afterwards) {
    this.inner = inner;
    this.fatal = fatal;
    this.afterwards = afterwards;
  }

  /// What the killed process would not have seen.
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public <R> R inTransaction(Function<Transaction, R> work) {
    transactions++;
    if (transactions == fatal && !afterwards) {
      throw new Killed();
    }
    R result = inner.inTransaction(work);
    if (transactions == fatal) {
      throw new Killed();
    }
    return result;
  }

  @Override
  public <R> R read(Function<Snapshot, R> work) {
    return inner.read(work);
  }

  @Override
  public boolean scrub() {
    return inner.scrub();
  }

  @Override
  public void close() {
    inner.close();
  }
}
