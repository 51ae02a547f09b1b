package coffer.ram;

import coffer.access.Principal;
import coffer.model.AccessKey;
import coffer.model.AccessKeyId;
import coffer.model.SecretBytes;
import coffer.seal.Sealer;
import coffer.store.Store;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The account's own access keys, opened and in memory.
public final class RootKeys implements AccessKeys {
  private final Store store;
  private final AccessKeyMint mint;
  private final String account;
  private volatile Map<String, SigningKey> keys = Map.of();

  public RootKeys(Store store, Sealer sealer, Clock clock, SecureRandom random, String account) {
    this.store = store;
    this.mint = new AccessKeyMint(sealer, clock, random);
    this.account = account;
    reload();
  }

  @Override
  public Optional<SigningKey> find(String accessKeyId) {
    return Optional.ofNullable(keys.get(accessKeyId));
  }

  public boolean isEmpty() {
    return keys.isEmpty();
  }

  /// The account's first access key: that of a run that was killed, or a new one.
  public Created first() {
    return keys.entrySet().stream()
        .findFirst()
        .map(made -> new Created(new AccessKeyId(made.getKey()), made.getValue().secret().copy()))
        .orElseGet(this::create);
  }

  /// A new access key of the account and its secret, which the caller owns: letters and digits.
  public Created create() {
    return create(List.of());
  }

  /// A new access key in the place of all that the account had.
  public Created replaceAll() {
    return create(rows().stream().map(AccessKey::id).toList());
  }

  private Created create(List<AccessKeyId> replaced) {
    AccessKeyMint.Minted made = mint.make(Optional.empty());
    store.inTransaction(transaction -> {
      replaced.forEach(transaction.ram().accessKeys()::delete);
      transaction.ram().accessKeys().insert(made.key());
      return true;
    });
    reload();
    return new Created(made.key().id(), made.secret());
  }

  private List<AccessKey> rows() {
    return store.read(view -> RamRows.all(view.ram().accessKeys())).stream()
        .filter(key -> key.owner().isEmpty())
        .toList();
  }

  /// A new key, shown once.
  public record Created(AccessKeyId id, SecretBytes secret) {}

  private synchronized void reload() {
    Map<String, SigningKey> opened = new HashMap<>();
    for (AccessKey key : rows()) {
      Principal principal = new Principal.Root(account, key.id());
      opened.put(key.id().value(), new SigningKey(principal, mint.open(key), key.active()));
    }
    keys = Map.copyOf(opened);
  }
}
