package coffer.boot;

import coffer.access.AccessDirectory;
import coffer.access.AccessService;
import coffer.audit.AuditLog;
import coffer.audit.AuditSettings;
import coffer.audit.AuditTrail;
import coffer.audit.HeadSigner;
import coffer.audit.HeadStore;
import coffer.clusters.ClusterAdministration;
import coffer.clusters.ClusterFormation;
import coffer.clusters.ClusterService;
import coffer.clusters.HsmProviders;
import coffer.hsm.ClusterHsm;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmModule;
import coffer.hsm.HsmProvider;
import coffer.hsm.cluster.ClusterSettings;
import coffer.hsm.cluster.HsmCluster;
import coffer.instances.InstanceService;
import coffer.jobs.Deletions;
import coffer.jobs.KeyUses;
import coffer.jobs.MaterialExpiry;
import coffer.jobs.Reconciliation;
import coffer.jobs.Rotations;
import coffer.keys.Cryptography;
import coffer.keys.KeyDirectory;
import coffer.keys.KeyService;
import coffer.model.HsmId;
import coffer.model.KmsInstance;
import coffer.operations.Account;
import coffer.operations.Authorizer;
import coffer.operations.Connections;
import coffer.operations.Denials;
import coffer.operations.FairUse;
import coffer.operations.InstanceMigration;
import coffer.operations.Pipeline;
import coffer.operations.PolicyDecisions;
import coffer.operations.Services;
import coffer.ram.AccessKeys;
import coffer.ram.Ram;
import coffer.ram.RootKeys;
import coffer.seal.Sealer;
import coffer.store.Store;
import coffer.store.sql.SqlStore;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything below the wires, wired together: opened over one data directory, closed in reverse.
final class Core implements AutoCloseable {
  private static final Duration DELETIONS_EVERY = Duration.ofMinutes(1);
  private static final Duration ROTATIONS_EVERY = Duration.ofMinutes(1);
  private static final Duration RECONCILIATION_EVERY = Duration.ofSeconds(30);
  private static final Duration USES_EVERY = Duration.ofMinutes(1);
  private static final Duration EXPIRY_EVERY = Duration.ofSeconds(1);
  private static final Duration RSA_POOL_REST = Duration.ofSeconds(2);

  private final Store store;
  private final InstanceService instances;
  private final AuditLog audit;
  private final Pipeline pipeline;
  private final Services services;
  private final ClusterAdministration administration;
  private final AccessDirectory access;
  private final Ram ram;
  private final Deletions deletions;
  private final Rotations rotations;
  private final Reconciliation reconciliation;
  private final KeyUses uses;
  private final MaterialExpiry expiry;
  private final ServerIdentity identity;
  private final AuditUpkeep upkeep;
  private final Metrics metrics = new Metrics();

  private Core(
      Store store,
      DataDirectory data,
      Config config,
      Map<String, String> environment,
      Clock clock,
      SecureRandom random,
      Consumer<String> progress) {
    this.store = store;
    Settings settings = new Settings(store);
    Sealer sealer = new Unsealing(data, config, environment, random).open(settings);
    RandomNames names = new RandomNames(random);
    Account account = new Account(config.region(), settings.textOnce("account-id", names::account));
    HsmProviders providers = providers(data, config);
    ClusterService clusters =
        new ClusterService(store, providers, clock, random, new SealedPasswords(sealer));
    ClusterFormation formation = new ClusterFormation(store, providers, clock, random, names::hsm);
    this.instances =
        new InstanceService(
            store,
            HsmCluster.factory(
                ClusterSettings.standard().withRsaPool(config.rsaPool(), RSA_POOL_REST),
                Ticker.systemTicker(),
                RandomGeneratorFactory.of("SecureRandom").create()),
            clock);
    FirstStart first =
        new FirstStart(data, config, store, sealer, random, clock, environment, progress);
    first.run(formation, instances);
    Connections connections =
        new Connections(
            instances, clusters, new SealedPasswords(sealer), first::generatedPin, names::instance);
    this.administration =
        ClusterAdministration.of(
            store,
            providers,
            clock,
            random,
            new ClusterAdministration.Names(
                names::cluster, names::hsm, names::hsmJob, names::password),
            new SealedPasswords(sealer),
            new ClusterAdministration.Connected(
                connections::keptFor,
                first::generatedOfficerPin,
                instances::connectionTo,
                cluster -> instances.reseat(cluster.id(), pin -> clusters.seats(cluster, pin)),
                connections::keepFor));
    ServiceCa serviceCa = ServiceCa.open(settings, sealer, random, clock);
    this.identity =
        new ServerIdentity(
            config, serviceCa, () -> instances().stream().map(i -> i.id().value()).toList(), clock);
    RootKeys rootKeys = new RootKeys(store, sealer, clock, random, account.id());
    RootCredential.write(data, settings, rootKeys);
    this.ram = new Ram(store, sealer, clock, random, rootKeys, account.id(), names::entity);
    this.access = new AccessDirectory(store);
    this.audit = audit(data, config, clock);
    this.upkeep =
        new AuditUpkeep(
            store,
            audit,
            data.file("audit"),
            config.auditRetention(),
            clock,
            AuditUpkeep.Intervals.STANDARD);
    Denials denials = new Denials();
    PolicyDecisions decisions = new PolicyDecisions(account, ram, clock, denials);
    KeyService keys =
        new KeyService(
            store,
            new KeyDirectory(store),
            instances::hsm,
            clock,
            names::key,
            names::keyVersion,
            account.id());
    Cryptography crypto = new Cryptography(instances::hsm, keys, clock);
    this.services =
        new Services(
            account,
            clock,
            keys,
            crypto,
            new AccessService(store, access, clock, random, names::clientKey),
            instances,
            clusters,
            administration,
            connections,
            new InstanceMigration(
                connections,
                instances,
                clusters,
                keys.migration(),
                crypto,
                new SealedPasswords(sealer),
                audit,
                clock),
            ram,
            decisions,
            denials,
            identity::caPem,
            new ReceiptKey(serviceCa, audit, clock),
            AuditTrail.in(
                data.file("audit"),
                HeadStore.in(store),
                signer -> Optional.ofNullable(Identities.of(store).certificates().get(signer))));
    FairUse fairUse = new FairUse(config.fairUse());
    this.pipeline =
        new Pipeline(services, new Authorizer(access, decisions, denials), audit, metrics, fairUse);
    metrics.watch(fairUse);
    metrics.watch(instances);
    metrics.watch(clusters);
    connections.resume();
    this.deletions = new Deletions(services.keys().life(), services.crypto(), audit, clock);
    deletions.start(DELETIONS_EVERY);
    this.rotations = new Rotations(services.keys().rotation(), audit, clock);
    rotations.start(ROTATIONS_EVERY);
    this.reconciliation = new Reconciliation(instances::reconcile);
    reconciliation.start(RECONCILIATION_EVERY);
    this.uses = new KeyUses(ram.keys(), services.keys().uses(), clock);
    uses.start(USES_EVERY);
    this.expiry = new MaterialExpiry(services.keys().imports(), services.crypto(), audit, clock);
    expiry.start(EXPIRY_EVERY);
  }

  static Core open(
      DataDirectory data,
      Config config,
      Map<String, String> environment,
      Clock clock,
      SecureRandom random,
      Consumer<String> progress) {
    Store store = SqlStore.open(data.file("coffer.db"), clock);
    try {
      return new Core(store, data, config, environment, clock, random, progress);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  Services services() {
    return services;
  }

  Pipeline pipeline() {
    return pipeline;
  }

  AccessDirectory access() {
    return access;
  }

  AccessKeys accessKeys() {
    return ram;
  }

  ServerIdentity identity() {
    return identity;
  }

  Store store() {
    return store;
  }

  AuditLog audit() {
    return audit;
  }

  AuditUpkeep upkeep() {
    return upkeep;
  }

  Metrics metrics() {
    return metrics;
  }

  /// Whether calls can be served; what is wrong otherwise.
  List<String> troubles() {
    return Troubles.of(audit.healthy(), instances);
  }

  List<KmsInstance> instances() {
    return instances.page(0, 1000);
  }

  private static HsmProviders providers(DataDirectory data, Config config) {
    List<HsmProvider> found =
        ServiceLoader.load(HsmProvider.class).stream().map(ServiceLoader.Provider::get).toList();
    Map<String, HsmModule> modules =
        config.modules().stream().collect(Collectors.toMap(HsmModule::name, Function.identity()));
    return new HsmProviders(found, modules, data.root());
  }

  private AuditLog audit(DataDirectory data, Config config, Clock clock) {
    AuditSettings.Durability durability =
        config.auditSync() ? AuditSettings.Durability.SYNC : AuditSettings.Durability.GROUP;
    try {
      return AuditLog.open(
          data.directory("audit"),
          AuditSettings.of(durability),
          HeadStore.in(store),
          this::signers,
          clock);
    } catch (IOException e) {
      throw new UncheckedIOException("the audit log cannot be opened", e);
    }
  }

  private List<HeadSigner> signers() {
    return instances.page(0, 1000).stream()
        .flatMap(instance -> instances.connection(instance.id()).stream())
        .flatMap(Core::signers)
        .toList();
  }

  private static Stream<HeadSigner> signers(ClusterHsm connection) {
    return connection.health().stream()
        .map(ClusterHsm.MemberHealth::id)
        .flatMap(
            id -> connection.serving(id).stream().map(member -> new IdentHeadSigner(id, member)));
  }

  /// Signs audit heads as one HSM. Its serial number would not name it: some modules give all of
  /// their tokens the same.
  private record IdentHeadSigner(HsmId id, HsmMember member) implements HeadSigner {
    @Override
    public String signer() {
      return id.value();
    }

    @Override
    public byte[] sign(byte[] message) {
      return member.signAsIdent(message);
    }
  }

  /// The audit log signs its last head while the HSMs are still there.
  @Override
  public void close() {
    expiry.close();
    rotations.close();
    reconciliation.close();
    deletions.close();
    uses.close();
    upkeep.close();
    audit.close();
    administration.close();
    instances.close();
    store.close();
  }
}
