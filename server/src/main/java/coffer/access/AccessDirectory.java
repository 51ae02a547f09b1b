package coffer.access;

import coffer.model.AccessPointName;
import coffer.model.AccessPolicy;
import coffer.model.AccessPolicyName;
import coffer.model.AddressRange;
import coffer.model.ApplicationAccessPoint;
import coffer.model.ClientKey;
import coffer.model.NetworkRule;
import coffer.model.NetworkRuleName;
import coffer.model.WireName;
import coffer.store.Snapshot;
import coffer.store.Store;
import coffer.store.StoreException;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Access points, policies, rules and client keys, compiled and in memory. Rebuilt from the store
/// by each change before the change is answered; a lookup sees one whole state.
public final class AccessDirectory implements ClientKeys {
  private static final Logger LOG = LoggerFactory.getLogger(AccessDirectory.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final State NOBODY = new State(Map.of(), Map.of());

  private final Store store;
  private final AtomicBoolean retry = new AtomicBoolean();
  private volatile State state = NOBODY;
  private volatile boolean stale;
  private volatile Instant triedAgain = Instant.EPOCH;

  /// @param grants by access point
  private record State(Map<String, Entry> clientKeys, Map<AccessPointName, List<Grant>> grants) {}

  private record Entry(Valid valid, Instant notBefore, Instant notAfter) {}

  public AccessDirectory(Store store) {
    this.store = store;
    reload();
  }

  /// Reads everything again. Serialised, so that an older state never replaces a newer one. When
  /// the store cannot be read, nobody is admitted until it can: what it holds may be less than
  /// before.
  public synchronized void reload() {
    try {
      Map<String, Entry> known = state.clientKeys();
      state = store.read(view -> compile(view, known));
      stale = false;
    } catch (RuntimeException e) {
      state = NOBODY;
      stale = true;
      throw e;
    }
  }

  /// A failed reload is tried again by whoever asks next, once a second.
  private void reloadIfStale(Instant now) {
    Instant last = triedAgain;
    if (!stale || now.isBefore(last.plus(RETRY_AFTER)) || !retry.compareAndSet(false, true)) {
      return;
    }
    try {
      triedAgain = now;
      reload();
    } catch (StoreException e) {
      LOG.warn("access rules still cannot be read; nobody is admitted", e);
    } finally {
      retry.set(false);
    }
  }

  @Override
  public Optional<Valid> find(String clientKeyId, Instant now) {
    if (stale) {
      reloadIfStale(now);
    }
    Entry entry = state.clientKeys().get(clientKeyId);
    if (entry == null || now.isBefore(entry.notBefore()) || !now.isBefore(entry.notAfter())) {
      return Optional.empty();
    }
    return Optional.of(entry.valid());
  }

  /// Whether an application may do this to a resource of its instance, from an address.
  ///
  /// @param resource `key/…`, `secret/…`, or `*` for none in particular
  public boolean allows(
      Principal.Application application,
      Permission permission,
      String resource,
      InetAddress source) {
    State now = state;
    Entry entry = now.clientKeys().get(application.clientKey().value());
    if (entry == null) {
      return false;
    }
    for (Grant grant : now.grants().getOrDefault(application.accessPoint(), List.of())) {
      if (grant.instance().equals(application.instance())
          && grant.allows(permission, resource, source)) {
        return true;
      }
    }
    return false;
  }

  /// @param known client keys of the state before; certificates never change, so that theirs need
  ///   not be parsed again
  private static State compile(Snapshot view, Map<String, Entry> known) {
    Map<NetworkRuleName, List<AddressRange>> rules = new HashMap<>();
    AccessPages.each(view.networkRules(), rule -> rules.put(rule.name(), ranges(rule)));
    Map<AccessPolicyName, Grant> policies = new HashMap<>();
    AccessPages.each(
        view.accessPolicies(), policy -> policies.put(policy.name(), grant(policy, rules)));
    Map<AccessPointName, List<Grant>> grants = new HashMap<>();
    AccessPages.each(
        view.accessPoints(), point -> grants.put(point.name(), grants(point, policies)));
    Map<String, Entry> keys = new HashMap<>();
    AccessPages.each(
        view.clientKeys(),
        key -> {
          List<Grant> granted = grants.getOrDefault(key.accessPoint(), List.of());
          if (!granted.isEmpty()) {
            keys.put(key.id().value(), entry(key, granted.getFirst(), known));
          }
        });
    return new State(Map.copyOf(keys), Map.copyOf(grants));
  }

  private static List<AddressRange> ranges(NetworkRule rule) {
    return rule.sourcePrivateIp().stream().map(AddressRange::parse).toList();
  }

  /// A rule that does not exist admits nobody.
  private static Grant grant(AccessPolicy policy, Map<NetworkRuleName, List<AddressRange>> rules) {
    Optional<List<AddressRange>> addresses = Optional.empty();
    if (!policy.networkRules().isEmpty()) {
      List<AddressRange> admitted = new ArrayList<>();
      policy.networkRules().forEach(rule -> admitted.addAll(rules.getOrDefault(rule, List.of())));
      addresses = Optional.of(List.copyOf(admitted));
    }
    Set<Permission> permissions =
        policy.permissions().stream()
            .flatMap(name -> WireName.find(Permission.class, name).stream())
            .collect(Collectors.toUnmodifiableSet());
    return new Grant(policy.instance(), permissions, policy.resources(), addresses);
  }

  private static List<Grant> grants(
      ApplicationAccessPoint point, Map<AccessPolicyName, Grant> policies) {
    return point.policies().stream()
        .flatMap(name -> Optional.ofNullable(policies.get(name)).stream())
        .toList();
  }

  private static Entry entry(ClientKey key, Grant first, Map<String, Entry> known) {
    Principal.Application application =
        new Principal.Application(key.accessPoint(), key.id(), first.instance());
    Entry before = known.get(key.id().value());
    PublicKey publicKey = before == null ? publicKey(key) : before.valid().publicKey();
    Valid valid = new Valid(application, publicKey);
    return new Entry(valid, key.notBefore(), key.notAfter());
  }

  private static PublicKey publicKey(ClientKey key) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(key.certificate()))
          .getPublicKey();
    } catch (CertificateException e) {
      throw new IllegalStateException("certificate of client key " + key.id() + " is damaged", e);
    }
  }
}
