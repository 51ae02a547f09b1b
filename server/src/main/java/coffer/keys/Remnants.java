package coffer.keys;

import coffer.model.Key;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyVersion;
import coffer.model.Remnant;
import coffer.store.Store;
import coffer.store.Transaction;
import java.time.Instant;

/// What of a key's life the HSMs that hold it must hear of, in the transaction that decides it.
final class Remnants {
  private Remnants() {}

  /// Durable when it returns.
  static void announce(Store store, Remnant remnant) {
    store.inTransaction(transaction -> {
      transaction.remnants().insert(remnant);
      return true;
    });
  }

  /// The key is in the books from here on.
  static void kept(Transaction transaction, Key key) {
    if (isInside(key)) {
      key.versions().forEach(version -> transaction.remnants().delete(version.id()));
    }
  }

  /// The key is out of them. May be repeated.
  static void left(Transaction transaction, Key key, Instant now) {
    if (!isInside(key)) {
      return;
    }
    for (KeyVersion version : key.versions()) {
      if (transaction.remnants().find(version.id()).isEmpty()) {
        transaction.remnants().insert(Remnant.destroyed(version.id(), key.instance(), now));
      }
    }
  }

  private static boolean isInside(Key key) {
    return key.traits().storage() == KeyStorageMechanism.HSM_INTERNAL;
  }
}
