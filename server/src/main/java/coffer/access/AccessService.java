package coffer.access;

import coffer.model.AccessPointName;
import coffer.model.AccessPolicy;
import coffer.model.AccessPolicyName;
import coffer.model.ApplicationAccessPoint;
import coffer.model.ClientKey;
import coffer.model.ClientKeyId;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.KmsInstanceId;
import coffer.model.NetworkRule;
import coffer.model.NetworkRuleName;
import coffer.model.SecretBytes;
import coffer.store.Snapshot;
import coffer.store.Store;
import coffer.store.StoreException;
import coffer.store.Transaction;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The life of access points, policies, network rules and client keys. Each change is durable and
/// in effect, on open connections too, when its method returns.
public final class AccessService {
  private static final int CLIENT_KEY_YEARS = 5;

  /// Of one access point; the list of them has no pages.
  private static final int CLIENT_KEYS_MAX = 1000;

  /// What X.509 dates can say (RFC 5280 §4.1.2.5) and `Date` can hold.
  private static final Instant EARLIEST = Instant.EPOCH;

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private final Store store;
  private final AccessDirectory directory;
  private final Clock clock;
  private final SecureRandom random;
  private final Supplier<ClientKeyId> ids;

  public AccessService(
      Store store,
      AccessDirectory directory,
      Clock clock,
      SecureRandom random,
      Supplier<ClientKeyId> ids) {
    this.store = store;
    this.directory = directory;
    this.clock = clock;
    this.random = random;
    this.ids = ids;
  }

  /// A client key as its creator gets it, once.
  ///
  /// @param privateKeyData Base64 of the PKCS #12 file; the caller owns it, the service keeps no
  ///   copy
  public record NewClientKey(ClientKey key, SecretBytes privateKeyData) {}

  public NetworkRule createRule(NetworkRuleName name, List<String> addresses, String description) {
    NetworkRule rule = new NetworkRule(name, AccessLimits.addresses(addresses), description, now());
    AccessLimits.description(description);
    change(transaction -> transaction.networkRules().insert(rule));
    return rule;
  }

  /// What is absent stays as it is.
  public void updateRule(
      NetworkRuleName name, Optional<List<String>> addresses, Optional<String> description) {
    addresses.ifPresent(AccessLimits::addresses);
    description.ifPresent(AccessLimits::description);
    change(transaction ->
        transaction
            .networkRules()
            .update(
                name,
                old ->
                    new NetworkRule(
                        name,
                        addresses.orElse(old.sourcePrivateIp()),
                        description.orElse(old.description()),
                        old.created())));
  }

  public void deleteRule(NetworkRuleName name) {
    change(transaction -> {
      refuseIfUsed(
          AccessPages.any(
              transaction.accessPolicies(), policy -> policy.networkRules().contains(name)));
      transaction.networkRules().delete(name);
    });
  }

  public AccessPolicy createPolicy(
      AccessPolicyName name,
      KmsInstanceId instance,
      List<String> permissions,
      List<String> resources,
      List<NetworkRuleName> rules,
      String description) {
    AccessLimits.permissions(permissions);
    AccessLimits.resources(resources);
    AccessLimits.description(description);
    AccessLimits.rules(rules);
    AccessPolicy policy =
        new AccessPolicy(name, instance, permissions, resources, rules, description, now());
    change(transaction -> {
      if (transaction.instances().find(instance).isEmpty()) {
        throw new KmsException(ErrorCode.INSTANCE_NOT_FOUND);
      }
      requireAll(transaction, rules);
      transaction.accessPolicies().insert(policy);
    });
    return policy;
  }

  /// What is absent stays as it is. Name and instance are for good.
  public void updatePolicy(
      AccessPolicyName name,
      Optional<List<String>> permissions,
      Optional<List<String>> resources,
      Optional<List<NetworkRuleName>> rules,
      Optional<String> description) {
    permissions.ifPresent(AccessLimits::permissions);
    resources.ifPresent(AccessLimits::resources);
    rules.ifPresent(AccessLimits::rules);
    description.ifPresent(AccessLimits::description);
    change(transaction -> {
      requireAll(transaction, rules.orElse(List.of()));
      transaction
          .accessPolicies()
          .update(
              name,
              old ->
                  new AccessPolicy(
                      name,
                      old.instance(),
                      permissions.orElse(old.permissions()),
                      resources.orElse(old.resources()),
                      rules.orElse(old.networkRules()),
                      description.orElse(old.description()),
                      old.created()));
    });
  }

  private static void requireAll(Transaction transaction, List<NetworkRuleName> rules) {
    rules.forEach(rule -> require(transaction.networkRules().find(rule)));
  }

  public void deletePolicy(AccessPolicyName name) {
    change(transaction -> {
      refuseIfUsed(
          AccessPages.any(transaction.accessPoints(), point -> point.policies().contains(name)));
      transaction.accessPolicies().delete(name);
    });
  }

  public ApplicationAccessPoint createAccessPoint(
      AccessPointName name, List<AccessPolicyName> policies, String description) {
    AccessLimits.policies(policies);
    AccessLimits.description(description);
    ApplicationAccessPoint point = new ApplicationAccessPoint(name, policies, description, now());
    change(transaction -> {
      requireOneInstance(transaction, policies);
      transaction.accessPoints().insert(point);
    });
    return point;
  }

  /// What is absent stays as it is. Its client keys act with the new policies at once.
  public void updateAccessPoint(
      AccessPointName name,
      Optional<List<AccessPolicyName>> policies,
      Optional<String> description) {
    policies.ifPresent(AccessLimits::policies);
    description.ifPresent(AccessLimits::description);
    change(transaction -> {
      policies.ifPresent(named -> requireOneInstance(transaction, named));
      transaction
          .accessPoints()
          .update(
              name,
              old ->
                  new ApplicationAccessPoint(
                      name,
                      policies.orElse(old.policies()),
                      description.orElse(old.description()),
                      old.created()));
    });
  }

  private static void requireOneInstance(Transaction transaction, List<AccessPolicyName> policies) {
    Set<KmsInstanceId> instances = new HashSet<>();
    for (AccessPolicyName policy : policies) {
      instances.add(require(transaction.accessPolicies().find(policy)).instance());
    }
    if (instances.size() != 1) {
      throw KmsException.invalid("Policies", "they must be of one KMS instance");
    }
  }

  public void deleteAccessPoint(AccessPointName name) {
    change(transaction -> {
      refuseIfUsed(
          AccessPages.any(transaction.clientKeys(), key -> key.accessPoint().equals(name)));
      transaction.accessPoints().delete(name);
    });
  }

  /// @param notBefore and notAfter both or neither; by default from now for five years
  public NewClientKey createClientKey(
      AccessPointName accessPoint,
      SecretBytes password,
      Optional<Instant> notBefore,
      Optional<Instant> notAfter) {
    Credential.checkPassword(password);
    if (notBefore.isPresent() != notAfter.isPresent()) {
      throw KmsException.missing(notBefore.isPresent() ? "NotAfter" : "NotBefore");
    }
    Instant from = notBefore.orElseGet(() -> now().truncatedTo(ChronoUnit.SECONDS));
    Instant until =
        notAfter.orElseGet(
            () -> from.atOffset(ZoneOffset.UTC).plusYears(CLIENT_KEY_YEARS).toInstant());
    if (from.isBefore(EARLIEST) || until.isAfter(LATEST)) {
      throw KmsException.invalid(
          from.isBefore(EARLIEST) ? "NotBefore" : "NotAfter", "a date from 1970 to 9999");
    }
    if (!from.isBefore(until) || !now().isBefore(until)) {
      throw KmsException.invalid("NotAfter", "it must lie after NotBefore and after now");
    }
    store.read(view -> require(view.accessPoints().find(accessPoint)));
    ClientKeyId id = ids.get();
    Credential credential = Credential.create(id, from, until, password, random);
    ClientKey key = new ClientKey(id, accessPoint, credential.certificate(), from, until, now());
    try (SecretBytes pkcs12 = credential.pkcs12()) {
      change(transaction -> {
        require(transaction.accessPoints().find(accessPoint));
        if (keysOf(transaction, Optional.of(accessPoint)).size() >= CLIENT_KEYS_MAX) {
          throw new KmsException(ErrorCode.LIMIT_EXCEEDED);
        }
        transaction.clientKeys().insert(key);
      });
      return new NewClientKey(
          key, pkcs12.use(bytes -> SecretBytes.owning(Base64.getEncoder().encode(bytes))));
    }
  }

  /// Those of one access point, or all.
  public List<ClientKey> clientKeys(Optional<AccessPointName> accessPoint) {
    return store.read(view -> {
      accessPoint.ifPresent(point -> require(view.accessPoints().find(point)));
      return keysOf(view, accessPoint);
    });
  }

  /// One answer holds them all, so their number is bounded.
  private static List<ClientKey> keysOf(Snapshot view, Optional<AccessPointName> accessPoint) {
    List<ClientKey> keys = new ArrayList<>();
    boolean more =
        AccessPages.any(
            view.clientKeys(),
            key -> {
              boolean wanted = accessPoint.map(key.accessPoint()::equals).orElse(true);
              return wanted && (keys.size() == CLIENT_KEYS_MAX || !keys.add(key));
            });
    if (more) {
      throw KmsException.missing("AapName");
    }
    return keys;
  }

  public void deleteClientKey(ClientKeyId id) {
    change(transaction -> transaction.clientKeys().delete(id));
  }

  public <R> R read(Function<Snapshot, R> query) {
    return store.read(query);
  }

  /// One thing, or the refusal that there is none.
  public <R> R find(Function<Snapshot, Optional<R>> query) {
    return require(store.read(query));
  }

  private void change(Consumer<Transaction> work) {
    try {
      store.inTransaction(transaction -> {
        work.accept(transaction);
        return true;
      });
    } catch (StoreException e) {
      throw switch (e.reason()) {
        case DUPLICATE -> new KmsException(ErrorCode.RESOURCE_EXIST);
        case MISSING -> new KmsException(ErrorCode.RESOURCE_NOT_FOUND);
        case UNAVAILABLE -> new KmsException(ErrorCode.SERVICE_UNAVAILABLE);
      };
    } finally {
      directory.reload();
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static <V> V require(Optional<V> found) {
    return found.orElseThrow(() -> new KmsException(ErrorCode.RESOURCE_NOT_FOUND));
  }

  private static void refuseIfUsed(boolean used) {
    if (used) {
      throw new KmsException(ErrorCode.RESOURCE_IN_USE);
    }
  }
}
