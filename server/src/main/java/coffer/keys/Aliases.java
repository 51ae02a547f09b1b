package coffer.keys;

import coffer.model.Alias;
import coffer.model.AliasName;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeyState;
import coffer.model.KmsException;
import coffer.store.Store;
import coffer.store.StoreException;
import coffer.store.Transaction;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Names of keys. What is in use is kept in memory, so that calls by alias never touch the
/// database; an entry changes only while its row does, under one lock per name. Does not check
/// permissions.
public final class Aliases {
  private static final int NAMES_MAX = 20_000;

  private final Store store;
  private final Clock clock;
  private final Cache<AliasName, Optional<KeyId>> keys =
      Caffeine.newBuilder().maximumSize(NAMES_MAX).build();

  Aliases(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /// Reads the database unless the name is in memory.
  public Optional<KeyId> find(AliasName name) {
    Optional<KeyId> found =
        keys.get(name, wanted -> store.read(view -> view.aliases().find(wanted)).map(Alias::key));
    if (found.isEmpty()) {
      keys.invalidate(name);
    }
    return found;
  }

  /// Only what is in memory; never blocks.
  public Optional<KeyId> resident(AliasName name) {
    Optional<KeyId> found = keys.getIfPresent(name);
    return found == null ? Optional.empty() : found;
  }

  /// Durable when it returns, like every change here.
  public void create(AliasName name, KeyId key) {
    if (name.isReserved()) {
      throw KmsException.invalid("AliasName", "names that begin with alias/acs are reserved");
    }
    change(
        name,
        transaction -> {
          if (stateOf(transaction, key) == KeyState.PENDING_DELETION) {
            throw new KmsException(ErrorCode.STATE_MODIFIED_FAILED);
          }
          if (transaction.aliases().find(name).isPresent()) {
            throw new KmsException(ErrorCode.ALIAS_ALREADY_EXISTS);
          }
          transaction
              .aliases()
              .insert(new Alias(name, key, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
          return Optional.of(key);
        });
  }

  /// From now on the name means another key; there is no moment at which it means none.
  public void update(AliasName name, KeyId key) {
    change(
        name,
        transaction -> {
          require(transaction, name);
          if (stateOf(transaction, key) == KeyState.PENDING_DELETION) {
            throw new KmsException(ErrorCode.PENDING_DELETION);
          }
          transaction.aliases().update(name, old -> old.of(key));
          return Optional.of(key);
        });
  }

  public void delete(AliasName name) {
    change(
        name,
        transaction -> {
          require(transaction, name);
          transaction.aliases().delete(name);
          return Optional.empty();
        });
  }

  /// A page of all aliases, oldest first.
  public List<Alias> page(int offset, int limit) {
    return store.read(view -> view.aliases().page(offset, limit));
  }

  public long count() {
    return store.read(view -> view.aliases().count());
  }

  /// A page of one key's aliases, oldest first.
  public List<Alias> page(KeyId key, int offset, int limit) {
    return store.read(view -> view.aliases(key).page(offset, limit));
  }

  public long count(KeyId key) {
    return store.read(view -> view.aliases(key).count());
  }

  /// After the rows went together with their key.
  void forget(Collection<AliasName> names) {
    keys.invalidateAll(names);
  }

  /// When it is not known whether the transaction happened, the entry is read anew.
  private void change(AliasName name, Function<Transaction, Optional<KeyId>> change) {
    try {
      keys.asMap().compute(name, (_, _) -> store.inTransaction(change));
    } catch (StoreException e) {
      keys.invalidate(name);
      throw e;
    }
  }

  private static void require(Transaction transaction, AliasName name) {
    if (transaction.aliases().find(name).isEmpty()) {
      throw new KmsException(ErrorCode.ALIAS_NOT_FOUND);
    }
  }

  private static KeyState stateOf(Transaction transaction, KeyId key) {
    return transaction
        .visibleKeys()
        .find(key)
        .map(Key::state)
        .orElseThrow(() -> new KmsException(ErrorCode.KEY_NOT_FOUND));
  }
}
