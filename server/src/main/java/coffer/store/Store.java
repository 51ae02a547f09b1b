package coffer.store;

import java.util.function.Function;

/// Everything the service must remember, in transactions. Does not check permissions.
///
/// Promises, kept by every driver and proven by `StoreContract`: a transaction whose call returned
/// is on disk and survives kill -9 and power loss; one that threw left nothing; writers are
/// serialised; readers see one committed state, which includes every transaction that returned
/// before, and never block.
///
/// Instants are kept to the millisecond: what is finer is cut off when it is written, and `update`
/// returns what was kept. Texts are well-formed Unicode; U+0000 is not promised to be kept.
/// Transactions, snapshots and what they lent are refused once the call is over.
public interface Store extends AutoCloseable {
  /// Runs `work` alone among writers. It may be called once only, holds no locks of its own, and
  /// must not wait for anything but the transaction it is given. What it throws is thrown here, as
  /// it is. An interrupt neither stops the transaction nor is lost.
  <R> R inTransaction(Function<Transaction, R> work);

  <R> R read(Function<Snapshot, R> work);

  /// Sees to it that no file of the store still holds what was deleted before, logs and freed pages
  /// among them. Backups and copies made by others are beyond it.
  ///
  /// @return false when somebody is in the way just now: call again later
  boolean scrub();

  /// Finishes what was begun; further use is refused as UNAVAILABLE. Closing twice is harmless.
  @Override
  void close();
}
