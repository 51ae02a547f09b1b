package coffer.ram;

import coffer.model.AccessKey;
import coffer.model.AccessKeyId;
import coffer.model.EntityId;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.model.UserName;
import coffer.store.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Access keys of users: two each, so that one can take over from the other. When they were last
/// used is remembered in memory and written now and then.
public final class UserKeys {
  private final RamDirectory directory;
  private final AccessKeyMint mint;
  private final Clock clock;
  private final Map<AccessKeyId, Instant> used = new ConcurrentHashMap<>();

  UserKeys(RamDirectory directory, AccessKeyMint mint, Clock clock) {
    this.directory = directory;
    this.mint = mint;
    this.clock = clock;
  }

  /// A new key, shown once; the caller owns the secret.
  public record Created(AccessKey key, SecretBytes secret) {}

  public Created create(UserName user) {
    AccessKeyMint.Minted[] made = new AccessKeyMint.Minted[1];
    boolean kept = false;
    try {
      directory.change(transaction -> {
        EntityId owner = Users.require(transaction, user).id();
        Users.refuseIf(
            transaction.ram().accessKeys(owner).count() >= RamLimits.ACCESS_KEYS_MAX,
            ErrorCode.LIMIT_EXCEEDED_USER_ACCESS_KEY);
        made[0] = mint.make(Optional.of(owner));
        transaction.ram().accessKeys().insert(made[0].key());
        return true;
      });
      kept = true;
      return new Created(made[0].key(), made[0].secret());
    } finally {
      if (!kept && made[0] != null) {
        made[0].secret().close();
      }
    }
  }

  /// An inactive key stays, and is refused.
  public void setActive(UserName user, String id, boolean active) {
    directory.change(transaction ->
        transaction
            .ram()
            .accessKeys()
            .update(require(transaction, user, id).id(), key -> key.withActive(active)));
  }

  public void delete(UserName user, String id) {
    directory.change(transaction -> {
      transaction.ram().accessKeys().delete(require(transaction, user, id).id());
      return true;
    });
  }

  /// A user's keys, oldest first.
  public List<AccessKey> of(UserName user) {
    RamState state = directory.state();
    EntityId owner =
        Optional.ofNullable(state.users().get(user.value()))
            .orElseThrow(() -> new KmsException(ErrorCode.USER_NOT_EXIST))
            .id();
    return List.copyOf(state.accessKeys().getOrDefault(owner, List.of()));
  }

  /// When a key was last used, to the minute.
  public Optional<Instant> lastUsed(UserName user, String id) {
    AccessKey key =
        of(user).stream()
            .filter(candidate -> candidate.id().value().equals(id))
            .findFirst()
            .orElseThrow(() -> new KmsException(ErrorCode.USER_ACCESS_KEY_NOT_EXIST));
    return Optional.ofNullable(used.get(key.id())).or(key::lastUsed);
  }

  /// Of a call that was proven by the key. Never blocks.
  public void noteUse(AccessKeyId id) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    if (!now.equals(used.get(id))) {
      used.put(id, now);
    }
  }

  /// Writes what is newer than what is written; keys that are gone are forgotten.
  public void writeUses() {
    Map<AccessKeyId, Instant> uses = Map.copyOf(used);
    if (uses.isEmpty()) {
      return;
    }
    directory.change(transaction -> {
      uses.forEach((id, at) -> {
        Optional<AccessKey> key = transaction.ram().accessKeys().find(id);
        if (key.isPresent() && key.get().lastUsed().filter(at::equals).isEmpty()) {
          transaction.ram().accessKeys().update(id, old -> old.usedAt(at));
        }
      });
      return true;
    });
    uses.forEach(used::remove);
  }

  private static AccessKey require(Transaction transaction, UserName user, String id) {
    EntityId owner = Users.require(transaction, user).id();
    return Optional.of(id)
        .filter(AccessKeyId::isValid)
        .flatMap(text -> transaction.ram().accessKeys(owner).find(new AccessKeyId(text)))
        .orElseThrow(() -> new KmsException(ErrorCode.USER_ACCESS_KEY_NOT_EXIST));
  }
}
