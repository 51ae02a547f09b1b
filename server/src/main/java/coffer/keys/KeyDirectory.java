package coffer.keys;

import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.store.Store;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Key metadata in memory, so that calls on keys in use never touch the database. A key's entry
/// changes only while its database row does, under one lock per key: nobody can load a state that
/// was just replaced.
public final class KeyDirectory {
  private static final int KEYS_MAX = 20_000;

  private final Store store;
  private final Cache<KeyId, Optional<Key>> keys =
      Caffeine.newBuilder().maximumSize(KEYS_MAX).build();
  private final Cache<KeyVersionId, Optional<KeyId>> owners =
      Caffeine.newBuilder().maximumSize(2 * KEYS_MAX).build();

  public KeyDirectory(Store store) {
    this.store = store;
  }

  /// Reads the database unless the key is in memory.
  public Optional<Key> find(KeyId id) {
    Optional<Key> found = keys.get(id, wanted -> store.read(view -> view.keys().find(wanted)));
    if (found.isEmpty()) {
      keys.invalidate(id);
    }
    return found;
  }

  /// The key that owns a version.
  public Optional<Key> findByVersion(KeyVersionId version) {
    Optional<KeyId> owner = owners.get(version, v -> store.read(view -> view.keyOfVersion(v)));
    if (owner.isEmpty()) {
      owners.invalidate(version);
    }
    return owner.flatMap(this::find);
  }

  /// Only what is in memory; never blocks.
  public Optional<Key> resident(KeyId id) {
    Optional<Key> found = keys.getIfPresent(id);
    return found == null ? Optional.empty() : found;
  }

  public Optional<Key> residentByVersion(KeyVersionId version) {
    Optional<KeyId> owner = owners.getIfPresent(version);
    return owner == null ? Optional.empty() : owner.flatMap(this::resident);
  }

  /// Durable when it returns. Refused when the key's instance was released meanwhile.
  public void insert(Key key) {
    store.inTransaction(transaction -> {
      if (transaction.instances().find(key.instance()).isEmpty()) {
        throw new KmsException(ErrorCode.INSTANCE_NOT_FOUND);
      }
      transaction.keys().insert(key);
      return true;
    });
  }

  /// Durable when it returns; empty when there is no such key.
  public Optional<Key> change(KeyId id, UnaryOperator<Key> change) {
    Optional<Key> changed = keys.asMap().compute(id, (wanted, _) -> replace(wanted, change));
    return changed == null ? Optional.empty() : changed;
  }

  private Optional<Key> replace(KeyId id, UnaryOperator<Key> change) {
    return store.inTransaction(transaction ->
        transaction.keys().find(id).isEmpty()
            ? Optional.empty()
            : Optional.of(transaction.keys().update(id, change)));
  }
}
