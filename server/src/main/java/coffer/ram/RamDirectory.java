package coffer.ram;

import coffer.access.Principal;
import coffer.model.AccessKey;
import coffer.model.EntityId;
import coffer.model.User;
import coffer.policy.PolicySet;
import coffer.store.Store;
import coffer.store.StoreException;
import coffer.store.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Users, groups, roles and what they may do, compiled and in memory. Rebuilt from the store by
/// each change before the change is answered, so that it is in effect then; a lookup sees one whole
/// state. When the store cannot be read after a change, nobody is admitted until it can: what it
/// holds may allow less than before.
public final class RamDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(RamDirectory.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Store store;
  private final AccessKeyMint mint;
  private final Clock clock;
  private final String account;
  private final AtomicBoolean retry = new AtomicBoolean();
  private volatile RamState state = RamState.NOBODY;
  private volatile Map<String, AccessKeys.SigningKey> signing = Map.of();
  private volatile boolean stale;
  private volatile Instant triedAgain = Instant.EPOCH;

  RamDirectory(Store store, AccessKeyMint mint, Clock clock, String account) {
    this.store = store;
    this.mint = mint;
    this.clock = clock;
    this.account = account;
    reload();
  }

  /// Never blocks, but to recover from a store that could not be read.
  RamState state() {
    if (stale) {
      reloadIfStale();
    }
    return state;
  }

  Optional<AccessKeys.SigningKey> signingKey(String accessKeyId) {
    if (stale) {
      reloadIfStale();
    }
    return Optional.ofNullable(signing.get(accessKeyId));
  }

  /// What policies let a user, with its groups, or a role do; nothing for one that is gone.
  PolicySet grantsOf(EntityId id) {
    return state().grants().getOrDefault(id, PolicySet.NONE);
  }

  /// Durable and in effect when it returns.
  <R> R change(Function<Transaction, R> work) {
    R result;
    try {
      result = store.inTransaction(work);
    } catch (StoreException e) {
      reload();
      throw e;
    }
    reload();
    return result;
  }

  /// Serialised, so that an older state never replaces a newer one.
  private synchronized void reload() {
    try {
      RamState read = store.read(view -> RamState.read(view, state.compiled().next()));
      signing = open(read, signing);
      state = read;
      stale = false;
    } catch (RuntimeException e) {
      stale = true;
      state = RamState.NOBODY;
      signing = Map.of();
      throw e;
    }
  }

  private void reloadIfStale() {
    Instant now = clock.instant();
    Instant last = triedAgain;
    if (now.isBefore(last.plus(RETRY_AFTER)) || !retry.compareAndSet(false, true)) {
      return;
    }
    try {
      triedAgain = now;
      reload();
    } catch (StoreException e) {
      LOG.warn("users and policies still cannot be read; nobody is admitted", e);
    } finally {
      retry.set(false);
    }
  }

  /// Secrets that are open already are not opened again. Those that are no longer needed are left
  /// to be collected: a call may be using one.
  private Map<String, AccessKeys.SigningKey> open(
      RamState read, Map<String, AccessKeys.SigningKey> before) {
    Map<String, AccessKeys.SigningKey> opened = new HashMap<>();
    for (User user : read.users().values()) {
      for (AccessKey key : read.accessKeys().getOrDefault(user.id(), List.of())) {
        AccessKeys.SigningKey known = before.get(key.id().value());
        Principal principal = new Principal.User(account, user.id(), user.name(), key.id(), false);
        opened.put(
            key.id().value(),
            new AccessKeys.SigningKey(
                principal, known == null ? mint.open(key) : known.secret(), key.active()));
      }
    }
    return Map.copyOf(opened);
  }
}
