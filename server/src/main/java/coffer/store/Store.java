package coffer.store;

import java.util.function.Function;

/// Everything the service must remember, in transactions. Does not check permissions.
///
/// Promises, kept by every driver and proven by `StoreContract`: a transaction whose call returned
/// is on disk and survives kill -9 and power loss; one that threw left nothing; writers are
/// serialised; readers see one committed state and never block.
public interface Store extends AutoCloseable {
  /// Runs `work` alone among writers. It may be called once only, holds no locks of its own, and
  /// must not wait for anything but the transaction it is given.
  <R> R inTransaction(Function<Transaction, R> work);

  <R> R read(Function<Snapshot, R> work);

  @Override
  void close();
}
