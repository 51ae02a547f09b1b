package coffer.keys;

import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeyPolicy;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.store.Store;
import coffer.store.StoreException;
import coffer.store.Transaction;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
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

  /// Durable when it returns, its policy too. Refused when the key's instance was released
  /// meanwhile.
  public void insert(Key key, Optional<KeyPolicy> policy) {
    store.inTransaction(transaction -> {
      if (transaction.instances().find(key.instance()).isEmpty()) {
        throw new KmsException(ErrorCode.INSTANCE_NOT_FOUND);
      }
      transaction.keys().insert(key);
      policy.ifPresent(transaction.keyPolicies()::insert);
      Remnants.kept(transaction, key);
      return true;
    });
  }

  /// Durable when it returns; empty when there is no such key.
  public Optional<Key> change(KeyId id, UnaryOperator<Key> change) {
    return changeIf(id, _ -> true, (_, key) -> change.apply(key));
  }

  /// Like `change`, with what else the transaction does; empty, and nothing done, also when the key
  /// is not as `condition` wants it.
  Optional<Key> changeIf(
      KeyId id, Predicate<Key> condition, BiFunction<Transaction, Key, Key> change) {
    boolean[] changed = {false};
    Optional<Key> now =
        exclusively(
            id,
            transaction -> {
              Optional<Key> found = transaction.keys().find(id);
              changed[0] = found.filter(condition).isPresent();
              return changed[0]
                  ? Optional.of(
                      transaction.keys().update(id, key -> change.apply(transaction, key)))
                  : found;
            });
    return changed[0] ? now : Optional.empty();
  }

  /// Does nothing when the key is gone already. Durable when it returns.
  void delete(Key key) {
    Optional<Key> left =
        exclusively(
            key.id(),
            transaction -> {
              if (transaction.keys().find(key.id()).isPresent()) {
                transaction.keys().delete(key.id());
              }
              return Optional.empty();
            });
    if (left.isEmpty()) {
      keys.invalidate(key.id());
    }
    key.versions().forEach(version -> owners.invalidate(version.id()));
  }

  /// Everything is read anew when it is asked for.
  void forgetAll() {
    keys.invalidateAll();
  }

  /// When it is not known whether the transaction happened, the entry is read anew.
  private Optional<Key> exclusively(KeyId id, Function<Transaction, Optional<Key>> work) {
    try {
      Optional<Key> now = keys.asMap().compute(id, (_, _) -> store.inTransaction(work));
      return now == null ? Optional.empty() : now;
    } catch (StoreException e) {
      keys.invalidate(id);
      throw e;
    }
  }
}
