package coffer.operations;

import static java.nio.charset.StandardCharsets.US_ASCII;

import coffer.access.AccessDirectory;
import coffer.access.AccessService;
import coffer.access.Principal;
import coffer.audit.AuditTrail;
import coffer.audit.HeadStore;
import coffer.clusters.ClusterAdministration;
import coffer.clusters.ClusterService;
import coffer.clusters.OwnerAuthority;
import coffer.clusters.PinVault;
import coffer.clusters.SoftwareTokens;
import coffer.hsm.ClusterHsm;
import coffer.hsm.cluster.ClusterSettings;
import coffer.instances.InstanceService;
import coffer.keys.Cryptography;
import coffer.keys.KeyDirectory;
import coffer.keys.KeyService;
import coffer.keys.NewKey;
import coffer.model.AccessKeyId;
import coffer.model.AccessPointName;
import coffer.model.AccessPolicyName;
import coffer.model.ClientKeyId;
import coffer.model.ClusterId;
import coffer.model.HsmCluster;
import coffer.model.HsmJobId;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.KmsInstanceId;
import coffer.model.NetworkRuleName;
import coffer.model.Origin;
import coffer.model.SecretBytes;
import coffer.ram.Ram;
import coffer.ram.RamOfTests;
import coffer.store.Store;
import coffer.store.sql.SqlStore;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// The whole service below the wires, on the real drivers: a store on disk, and a cluster of two
/// software HSMs.
public final class House implements AutoCloseable {
  public static final Account ACCOUNT = new Account("cn-hangzhou", "1234567890123456");
  public static final KmsInstanceId INSTANCE = new KmsInstanceId("kst-00000000000000000001");
  public static final KmsInstanceId OTHER_INSTANCE = new KmsInstanceId("kst-00000000000000000002");
  public static final InetAddress SOURCE = InetAddress.ofLiteral("10.1.2.3");
  public static final String KEY_USER = "RbacPermission/Template/CryptoServiceKeyUser";
  public static final String SECRET_USER = "RbacPermission/Template/CryptoServiceSecretUser";

  public final TestClock clock = new TestClock("2026-03-01T12:00:00Z");
  public final Store store;
  public final SoftwareTokens tokens;
  public final OwnerAuthority owner = SoftwareTokens.owner(clock.instant());
  public final HsmCluster cluster;
  public final InstanceService instances;
  public final ClusterService clusters;
  public final Connections connections;
  public final ClusterAdministration administration;
  public final KeyDirectory directory;
  public final KeyService keys;
  public final Cryptography crypto;
  public final AccessDirectory accessDirectory;
  public final AccessService access;
  public final Ram ram;
  public final Denials denials = new Denials();
  public final Authorizer authorizer;
  public final Services services;
  public final AuditRecorder audit = new AuditRecorder();
  public final ConcurrentLinkedQueue<String> metered = new ConcurrentLinkedQueue<>();
  public final Pipeline pipeline;
  public final PlainVault vault = new PlainVault();
  private final SecretBytes pin = SoftwareTokens.pin();
  private final AtomicInteger clusterIds = new AtomicInteger();
  private final AtomicInteger jobIds = new AtomicInteger();
  private final AtomicInteger instanceIds = new AtomicInteger();

  public House(Path directory) {
    SecureRandom random = new SecureRandom();
    Path trail = directory.resolve("trail");
    if (!trail.toFile().isDirectory() && !trail.toFile().mkdir()) {
      throw new IllegalStateException("no folder for an audit trail");
    }
    this.store = SqlStore.open(directory.resolve("coffer.db"), clock);
    this.tokens = new SoftwareTokens(directory);
    this.cluster = tokens.form(store, clock, owner);
    this.clusters =
        new ClusterService(store, SoftwareTokens.providers(directory), clock, random, vault);
    this.instances = new InstanceService(store, factory(), clock);
    instances.create(INSTANCE, "instance-1");
    instances.bind(
        INSTANCE, cluster.id(), Optional.empty(), cluster.ownerCertificate().orElseThrow());
    instances.connect(INSTANCE, clusters.seats(cluster, pin), pin);
    this.connections =
        new Connections(instances, clusters, vault, _ -> Optional.empty(), this::newInstanceId);
    this.administration =
        ClusterAdministration.of(
            store,
            SoftwareTokens.providers(directory),
            clock,
            random,
            new ClusterAdministration.Names(
                () -> new ClusterId("cluster-%016d".formatted(clusterIds.incrementAndGet())),
                tokens.hsmIds(),
                () -> new HsmJobId("job-%020d".formatted(jobIds.incrementAndGet())),
                () -> secret("made-by-the-service")),
            vault,
            new ClusterAdministration.Connected(
                connections::keptFor,
                of ->
                    of.equals(cluster.id())
                        ? Optional.of(SoftwareTokens.officerPin())
                        : Optional.empty(),
                instances::connectionTo,
                changed -> instances.reseat(changed.id(), p -> clusters.seats(changed, p)),
                connections::keepFor));
    this.directory = new KeyDirectory(store);
    this.keys =
        new KeyService(
            store,
            this.directory,
            instances::hsm,
            clock,
            House::newKeyId,
            () -> new KeyVersionId(UUID.randomUUID()),
            ACCOUNT.id());
    this.crypto = new Cryptography(instances::hsm, keys, clock);
    this.accessDirectory = new AccessDirectory(store);
    this.access =
        new AccessService(
            store,
            accessDirectory,
            clock,
            random,
            () -> new ClientKeyId("KAAP." + UUID.randomUUID()));
    this.ram = RamOfTests.open(store, clock, ACCOUNT.id());
    PolicyDecisions decisions = new PolicyDecisions(ACCOUNT, ram, clock, denials);
    this.authorizer = new Authorizer(accessDirectory, decisions, denials);
    this.services =
        new Services(
            ACCOUNT,
            clock,
            keys,
            crypto,
            access,
            instances,
            clusters,
            administration,
            connections,
            new InstanceMigration(
                connections, instances, clusters, keys.migration(), crypto, vault, audit, clock),
            ram,
            decisions,
            denials,
            () -> "the CA\n",
            new PaperNotary(),
            AuditTrail.in(trail, HeadStore.in(store), _ -> Optional.of("certificate")));
    this.pipeline = pipeline(new FairUse(FairUseLimits.NONE));
  }

  Pipeline pipeline(FairUse fairUse) {
    return new Pipeline(
        services,
        authorizer,
        audit,
        (action, outcome, _) -> metered.add(action + " " + outcome),
        fairUse);
  }

  static ClusterHsm.Factory factory() {
    return coffer.hsm.cluster.HsmCluster.factory(
        ClusterSettings.standard(), Ticker.systemTicker(), new SplittableRandom(7));
  }

  private KmsInstanceId newInstanceId() {
    return new KmsInstanceId("kst-1%019d".formatted(instanceIds.getAndIncrement()));
  }

  /// Tells kept passwords from others by their context, and hides nothing.
  public static final class PlainVault implements PasswordVault, PinVault {
    PlainVault() {}

    @Override
    public byte[] seal(String context, SecretBytes password) {
      return password.use(
          bytes -> (context + "=" + new String(bytes, US_ASCII)).getBytes(US_ASCII));
    }

    @Override
    public Optional<SecretBytes> open(String context, byte[] sealed) {
      String text = new String(sealed, US_ASCII);
      return text.startsWith(context + "=")
          ? Optional.of(secret(text.substring(context.length() + 1)))
          : Optional.empty();
    }
  }

  private static KeyId newKeyId() {
    return new KeyId("key-" + UUID.randomUUID().toString().replace("-", "").substring(0, 20));
  }

  public static Caller root() {
    return new Caller(
        new Principal.Root(ACCOUNT.id(), new AccessKeyId("LTAI0123456789abcdef")),
        SOURCE,
        true,
        "request-1");
  }

  public static Caller as(Principal principal) {
    return new Caller(principal, SOURCE, true, "request-2");
  }

  public Key create(KeySpec spec, KeyUsage usage) {
    return create(spec, usage, Optional.empty());
  }

  public Key create(KeySpec spec, KeyUsage usage, Optional<KeyUsage> secondary) {
    return keys.create(
        new NewKey(
            INSTANCE,
            spec,
            usage,
            secondary,
            Origin.ALIYUN_KMS,
            KeyStorageMechanism.HSM_ENCRYPTED_DATABASE,
            ""));
  }

  /// The key after legal moves to a state, in the store and in memory.
  public Key inState(Key key, KeyState state) {
    Key now = key;
    for (KeyState next : path(state)) {
      now = directory.change(key.id(), k -> k.become(next, Optional.empty())).orElseThrow();
    }
    return now;
  }

  private static List<KeyState> path(KeyState state) {
    return switch (state) {
      case ENABLED -> List.of();
      case DISABLED, PENDING_IMPORT, PENDING_DELETION -> List.of(state);
      case DESTROYING -> List.of(KeyState.PENDING_DELETION, KeyState.DESTROYING);
    };
  }

  /// Connects the instance again, if it is not.
  public void reconnect() {
    if (instances.connection(INSTANCE).isEmpty()) {
      try (SecretBytes password = SoftwareTokens.pin()) {
        connections.connect(
            INSTANCE,
            new Connections.Wanted(Optional.empty(), Optional.empty(), Optional.of(password)));
      }
    }
  }

  /// A client key that may do all with every key of the instance, from anywhere.
  public Principal.Application application(String name) {
    return application(name, List.of(KEY_USER), List.of("key/*"), List.of());
  }

  public Principal.Application application(
      String name, List<String> permissions, List<String> resources, List<NetworkRuleName> rules) {
    AccessPolicyName policy = new AccessPolicyName("policy-" + name);
    access.createPolicy(policy, INSTANCE, permissions, resources, rules, "");
    AccessPointName point = new AccessPointName("point-" + name);
    access.createAccessPoint(point, List.of(policy), "");
    return new Principal.Application(point, clientKey(point), INSTANCE);
  }

  public ClientKeyId clientKey(AccessPointName point) {
    try (SecretBytes password = password()) {
      AccessService.NewClientKey made =
          access.createClientKey(point, password, Optional.empty(), Optional.empty());
      made.privateKeyData().close();
      return made.key().id();
    }
  }

  public static SecretBytes password() {
    return secret("Password-4711");
  }

  public static SecretBytes secret(String text) {
    return SecretBytes.owning(text.getBytes(US_ASCII));
  }

  @Override
  public void close() {
    instances.close();
    store.close();
  }
}
