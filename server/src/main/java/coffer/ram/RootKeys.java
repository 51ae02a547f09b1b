package coffer.ram;

import coffer.access.Principal;
import coffer.model.AccessKey;
import coffer.model.AccessKeyId;
import coffer.model.SecretBytes;
import coffer.seal.Sealer;
import coffer.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The account's own access keys, opened and in memory.
public final class RootKeys implements AccessKeys {
  private static final String ID_LETTERS =
      "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
  private static final int ID_LETTERS_COUNT = 20;
  private static final int SECRET_LETTERS_COUNT = 30;
  private static final int KEYS_MAX = 1000;

  private final Store store;
  private final Sealer sealer;
  private final Clock clock;
  private final SecureRandom random;
  private final String account;
  private volatile Map<String, SigningKey> keys = Map.of();

  public RootKeys(Store store, Sealer sealer, Clock clock, SecureRandom random, String account) {
    this.store = store;
    this.sealer = sealer;
    this.clock = clock;
    this.random = random;
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
    return create(
        store.read(view -> view.accessKeys().page(0, KEYS_MAX)).stream()
            .filter(key -> key.owner().isEmpty())
            .map(AccessKey::id)
            .toList());
  }

  private Created create(List<AccessKeyId> replaced) {
    AccessKeyId id =
        new AccessKeyId("LTAI" + new String(letters(ID_LETTERS_COUNT), StandardCharsets.US_ASCII));
    SecretBytes secret = SecretBytes.owning(letters(SECRET_LETTERS_COUNT));
    AccessKey key =
        new AccessKey(
            id,
            "",
            sealer.seal(context(id), secret),
            true,
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    store.inTransaction(transaction -> {
      replaced.forEach(transaction.accessKeys()::delete);
      transaction.accessKeys().insert(key);
      return true;
    });
    reload();
    return new Created(id, secret);
  }

  /// A new key, shown once.
  public record Created(AccessKeyId id, SecretBytes secret) {}

  private synchronized void reload() {
    Map<String, SigningKey> opened = new HashMap<>();
    for (AccessKey key : store.read(view -> view.accessKeys().page(0, KEYS_MAX))) {
      SecretBytes secret =
          sealer
              .open(context(key.id()), key.sealedSecret())
              .orElseThrow(
                  () -> new IllegalStateException("access key " + key.id() + " does not open"));
      Principal principal = new Principal.Root(account, key.id());
      opened.put(key.id().value(), new SigningKey(principal, secret, key.active()));
    }
    keys = Map.copyOf(opened);
  }

  private static String context(AccessKeyId id) {
    return "access-key/" + id;
  }

  private byte[] letters(int count) {
    byte[] text = new byte[count];
    for (int i = 0; i < count; i++) {
      text[i] = (byte) ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length()));
    }
    return text;
  }
}
