package coffer.keys;

import coffer.model.Alias;
import coffer.model.AliasName;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeyState;
import coffer.model.KmsException;
import coffer.model.Origin;
import coffer.store.Rows;
import coffer.store.Store;
import coffer.store.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// What becomes of keys after they were created. Every change is durable when it returns, and calls
/// that begin then see it. Does not check permissions.
public final class KeyLife {
  private static final int WINDOW_DAYS_MIN = 7;
  private static final int WINDOW_DAYS_MAX = 366;
  private static final int PAGE = 1_000;

  private final Store store;
  private final KeyDirectory directory;
  private final Aliases aliases;
  private final Clock clock;

  KeyLife(Store store, KeyDirectory directory, Aliases aliases, Clock clock) {
    this.store = store;
    this.directory = directory;
    this.aliases = aliases;
    this.clock = clock;
  }

  public void enable(KeyId id) {
    change(id, key -> usable(key).become(KeyState.ENABLED));
  }

  public void disable(KeyId id) {
    change(id, key -> usable(key).become(KeyState.DISABLED));
  }

  /// @return when the key will be destroyed
  public Instant scheduleDeletion(KeyId id, int days) {
    if (days < WINDOW_DAYS_MIN || days > WINDOW_DAYS_MAX) {
      throw KmsException.invalid("PendingWindowInDays", "it is 7 to 366 days");
    }
    Instant end = clock.instant().plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.MILLIS);
    change(
        id,
        key -> {
          if (key.deletion().protection().isPresent()) {
            throw new KmsException(
                ErrorCode.REJECTED_UNSUPPORTED_OPERATION,
                "Unsupported operation: the key is protected against deletion.");
          }
          return key.become(KeyState.PENDING_DELETION, Optional.of(end));
        });
    return end;
  }

  /// Also after the window has ended, as long as the key is there.
  public void cancelDeletion(KeyId id) {
    change(
        id,
        key -> {
          if (key.state() != KeyState.PENDING_DELETION) {
            throw new KmsException(ErrorCode.STATE_MODIFIED_FAILED);
          }
          boolean waits = key.origin() == Origin.EXTERNAL && !key.hasMaterial();
          return key.become(waits ? KeyState.PENDING_IMPORT : KeyState.ENABLED, Optional.empty());
        });
  }

  public void describe(KeyId id, String description) {
    String text = NewKey.checked("Description", description);
    change(id, key -> unlessPendingDeletion(key).described(text));
  }

  public void protect(KeyId id, String reason) {
    String text = NewKey.checked("DeletionProtectionDescription", reason);
    change(id, key -> unlessPendingDeletion(key).protectedAgainstDeletion(Optional.of(text)));
  }

  public void unprotect(KeyId id) {
    change(id, key -> unlessPendingDeletion(key).protectedAgainstDeletion(Optional.empty()));
  }

  /// Keys whose deletion window has ended, and those whose destruction was begun.
  public List<KeyId> toDestroy(int offset, int limit) {
    Instant now = clock.instant();
    return store.read(
        view -> view.keysToDestroy(now).page(offset, limit).stream().map(Key::id).toList());
  }

  /// Erases the key's material and policy and takes its names, all at once: from here on there is
  /// no way back, and nobody sees the key. May be repeated.
  ///
  /// @return what is left of the key; empty when it is not to be destroyed, or not any more
  public Optional<Key> erase(KeyId id) {
    Instant now = clock.instant();
    List<AliasName> names = new ArrayList<>();
    Optional<Key> left =
        directory.changeIf(
            id,
            isToBeDestroyed(now),
            (transaction, key) -> {
              names.addAll(takeNames(transaction, id));
              if (transaction.keyPolicies().find(id).isPresent()) {
                transaction.keyPolicies().delete(id);
              }
              KeyImports.forget(transaction, id);
              Remnants.left(transaction, key, now);
              return key.erased();
            });
    aliases.forget(names);
    return left;
  }

  /// Makes it true on disk that what was erased is gone, journals and freed pages among it.
  ///
  /// @return false when it must be tried again
  public boolean scrub() {
    return store.scrub();
  }

  /// The last step: after it nothing is known of the key.
  public void remove(Key erased) {
    if (erased.state() != KeyState.DESTROYING) {
      throw new IllegalArgumentException("only what was erased is removed");
    }
    directory.delete(erased);
  }

  private static Predicate<Key> isToBeDestroyed(Instant now) {
    return key ->
        switch (key.state()) {
          case DESTROYING -> true;
          case PENDING_DELETION ->
              key.deletion().date().filter(end -> !now.isBefore(end)).isPresent();
          case ENABLED, DISABLED, PENDING_IMPORT -> false;
        };
  }

  private static List<AliasName> takeNames(Transaction transaction, KeyId id) {
    List<AliasName> taken = new ArrayList<>();
    Rows<AliasName, Alias> named = transaction.aliases(id);
    for (List<Alias> page = named.page(0, PAGE); !page.isEmpty(); page = named.page(0, PAGE)) {
      for (Alias alias : page) {
        transaction.aliases().delete(alias.name());
        taken.add(alias.name());
      }
    }
    return taken;
  }

  private Key change(KeyId id, UnaryOperator<Key> change) {
    return directory
        .changeIf(id, key -> key.state() != KeyState.DESTROYING, (_, key) -> change.apply(key))
        .orElseThrow(() -> new KmsException(ErrorCode.KEY_NOT_FOUND));
  }

  private static Key usable(Key key) {
    return switch (key.state()) {
      case ENABLED, DISABLED -> key;
      case PENDING_DELETION, PENDING_IMPORT, DESTROYING ->
          throw new KmsException(ErrorCode.STATE_MODIFIED_FAILED);
    };
  }

  private static Key unlessPendingDeletion(Key key) {
    if (key.state() == KeyState.PENDING_DELETION) {
      throw new KmsException(ErrorCode.PENDING_DELETION);
    }
    return key;
  }
}
