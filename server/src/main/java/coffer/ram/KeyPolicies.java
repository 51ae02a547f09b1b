package coffer.ram;

import coffer.model.ErrorCode;
import coffer.model.KeyId;
import coffer.model.KeyPolicy;
import coffer.model.KmsException;
import coffer.policy.PolicyDocument;
import coffer.policy.PolicyKind;
import coffer.policy.PolicySet;
import coffer.store.Store;
import coffer.store.StoreException;
import coffer.store.Transaction;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Policies of keys, in a table of their own. Which keys have one is in memory; what it says is
/// read and compiled when the key is used, and kept while it is used.
public final class KeyPolicies {
  private static final int COMPILED_MAX = 20_000;

  private final Store store;
  private final Clock clock;
  private final String account;
  private final Set<KeyId> keys = ConcurrentHashMap.newKeySet();
  private final Cache<KeyId, PolicySet> compiled =
      Caffeine.newBuilder().maximumSize(COMPILED_MAX).build();

  KeyPolicies(Store store, Clock clock, String account) {
    this.store = store;
    this.clock = clock;
    this.account = account;
    store.read(view -> RamRows.all(view.keyPolicies())).forEach(policy -> keys.add(policy.key()));
  }

  /// The document; that of the default policy for a key that was given none.
  public String document(KeyId key) {
    return store
        .read(view -> view.keyPolicies().find(key))
        .map(KeyPolicy::document)
        .orElseGet(this::byDefault);
  }

  /// Leaves it to the policies of users, groups and roles.
  private String byDefault() {
    return "{\"Version\":\"1\",\"Statement\":[{\"Sid\":\"kms default key"
        + " policy\",\"Effect\":\"Allow\",\"Principal\":{\"RAM\":[\"acs:ram::"
        + account
        + ":*\"]},\"Action\":[\"kms:*\"],\"Resource\":[\"*\"]}]}";
  }

  /// What a document would say, or its refusal, naming the parameter `Policy`.
  public static PolicySet compile(String document) {
    try {
      return PolicySet.of(PolicyDocument.compile(PolicyKind.KEY, "default", document));
    } catch (KmsException e) {
      throw new KmsException(
          ErrorCode.INVALID_PARAMETER,
          KmsException.invalid("Policy").getMessage() + " " + e.getMessage());
    }
  }

  /// Durable and in effect when it returns.
  public void set(KeyId key, String document) {
    PolicySet wanted = compile(document);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    try {
      compiled
          .asMap()
          .compute(
              key,
              (_, _) -> {
                store.inTransaction(transaction -> put(transaction, key, document, now));
                return wanted;
              });
    } catch (StoreException e) {
      compiled.invalidate(key);
      throw e;
    } finally {
      keys.add(key);
    }
  }

  /// A key that is about to be kept comes with a policy; nobody uses it before that is known here.
  public void announce(KeyId key) {
    keys.add(key);
  }

  private static boolean put(Transaction transaction, KeyId key, String document, Instant now) {
    if (transaction.visibleKeys().find(key).isEmpty()) {
      throw new KmsException(ErrorCode.KEY_NOT_FOUND);
    }
    if (transaction.keyPolicies().find(key).isPresent()) {
      transaction
          .keyPolicies()
          .update(key, old -> new KeyPolicy(key, document, old.created(), now));
    } else {
      transaction.keyPolicies().insert(new KeyPolicy(key, document, now, now));
    }
    return true;
  }

  /// Whether a question about the key needs no reading.
  public boolean isResident(KeyId key) {
    return !keys.contains(key) || compiled.getIfPresent(key) != null;
  }

  /// Reads the database unless it is resident. Nothing for a key with the default policy, which
  /// says nothing by itself.
  public PolicySet of(KeyId key) {
    return keys.contains(key) ? compiled.get(key, this::read) : PolicySet.NONE;
  }

  private PolicySet read(KeyId key) {
    return store
        .read(view -> view.keyPolicies().find(key))
        .map(policy ->
            PolicySet.of(CompiledPolicies.none().of(PolicyKind.KEY, "default", policy.document())))
        .orElse(PolicySet.NONE);
  }
}
