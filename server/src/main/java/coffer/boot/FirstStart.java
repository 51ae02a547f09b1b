package coffer.boot;

import coffer.clusters.Candidate;
import coffer.clusters.ClusterFormation;
import coffer.hsm.HsmException;
import coffer.instances.InstanceService;
import coffer.model.ClusterId;
import coffer.model.HsmCluster;
import coffer.model.KmsException;
import coffer.model.KmsInstanceId;
import coffer.model.SecretBytes;
import coffer.operations.Connections;
import coffer.seal.Sealer;
import coffer.store.Store;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Makes a new data directory serve: a cluster of the configured HSMs, or of two software HSMs in
/// two zones, and one dedicated instance on it. What is decided is stored before it is done, so
/// that a run that was killed is finished by the next.
final class FirstStart {
  private static final String DONE = "first-start/done";
  private static final String CLUSTER_CONFIG = "first-start/cluster-config";
  private static final String CLUSTER_ID = "first-start/cluster-id";
  private static final String INSTANCE_ID = "first-start/instance-id";
  private static final String PIN = "first-start/pin";
  private static final String SO_PIN = "first-start/so-pin";
  private static final List<String> ZONES = List.of("zone-a", "zone-b");

  private final DataDirectory data;
  private final Config config;
  private final Store store;
  private final Settings settings;
  private final Sealer sealer;
  private final RandomNames names;
  private final SecureRandom random;
  private final Clock clock;
  private final Map<String, String> environment;
  private final Consumer<String> progress;

  FirstStart(
      DataDirectory data,
      Config config,
      Store store,
      Sealer sealer,
      SecureRandom random,
      Clock clock,
      Map<String, String> environment,
      Consumer<String> progress) {
    this.data = data;
    this.config = config;
    this.store = store;
    this.settings = new Settings(store);
    this.sealer = sealer;
    this.names = new RandomNames(random);
    this.random = random;
    this.clock = clock;
    this.environment = Map.copyOf(environment);
    this.progress = progress;
  }

  /// Does nothing but compare the configuration once the work is done.
  void run(ClusterFormation formation, InstanceService instances) {
    ClusterId clusterId =
        new ClusterId(settings.textOnce(CLUSTER_ID, () -> names.cluster().value()));
    refuseAnotherCluster(clusterId);
    if (settings.find(DONE).isPresent()) {
      return;
    }
    KmsInstanceId instanceId =
        new KmsInstanceId(settings.textOnce(INSTANCE_ID, () -> names.instance().value()));
    try (SecretBytes pin = pin()) {
      HsmCluster cluster = cluster(formation, clusterId, pin);
      bind(instances, instanceId, cluster, pin);
    }
    settings.put(DONE, clock.instant().toString());
  }

  /// Until the cluster is made, its configuration may be corrected.
  private void refuseAnotherCluster(ClusterId id) {
    String configured = fingerprint(config.cluster());
    boolean made = store.read(view -> view.clusters().find(id)).isPresent();
    if (!made) {
      settings.put(CLUSTER_CONFIG, configured);
      return;
    }
    boolean same = settings.text(CLUSTER_CONFIG).filter(configured::equals).isPresent();
    if (!config.cluster().isEmpty() && !same) {
      throw new ConfigException(
          "the configuration names another cluster than the one "
              + data.root()
              + " was made with; `cluster` is used once, when the data directory is made");
    }
  }

  private HsmCluster cluster(ClusterFormation formation, ClusterId id, SecretBytes pin) {
    Optional<HsmCluster> made = store.read(view -> view.clusters().find(id));
    if (made.isPresent()) {
      return made.get();
    }
    progress.accept(
        config.cluster().isEmpty()
            ? "Making a cluster of two software HSMs in two zones"
            : "Making a cluster of the configured HSMs");
    List<Candidate> candidates = candidates();
    try {
      return formation.form(id, "cluster-1", candidates, pin, OwnerCa.open(data, random, clock));
    } catch (HsmException | KmsException e) {
      throw new ConfigException("the HSM cluster cannot be made: " + e.getMessage(), e);
    } finally {
      candidates.forEach(candidate -> candidate.securityOfficerPin().close());
    }
  }

  private void bind(
      InstanceService instances, KmsInstanceId id, HsmCluster cluster, SecretBytes pin) {
    if (instances.find(id).isEmpty()) {
      instances.create(id, "instance-1");
    }
    byte[] sealed = sealer.seal(Connections.passwordContext(id), pin);
    instances.bind(id, cluster.id(), Optional.of(sealed), cluster.ownerCertificate().orElseThrow());
  }

  /// kmsuser's password of the cluster that was made here, where it was made here too.
  Optional<SecretBytes> generatedPin(ClusterId cluster) {
    boolean mine = settings.text(CLUSTER_ID).filter(cluster.value()::equals).isPresent();
    return mine ? settings.find(PIN).flatMap(pin -> sealer.open(PIN, pin)) : Optional.empty();
  }

  /// The security officers' on the HSMs of the same.
  Optional<SecretBytes> generatedOfficerPin(ClusterId cluster) {
    boolean mine = settings.text(CLUSTER_ID).filter(cluster.value()::equals).isPresent();
    return mine ? settings.find(SO_PIN).flatMap(pin -> sealer.open(SO_PIN, pin)) : Optional.empty();
  }

  private List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    if (config.cluster().isEmpty()) {
      Path directory = data.directory("hsm");
      for (int i = 0; i < ZONES.size(); i++) {
        String label = "hsm-" + (i + 1);
        // Relative, so that a data directory which is moved or restored elsewhere finds its tokens.
        URI uri = URI.create("software:" + directory.getFileName() + "/" + label + ".token");
        candidates.add(new Candidate(uri, ZONES.get(i), label, secret(SO_PIN)));
      }
      return candidates;
    }
    for (int i = 0; i < config.cluster().size(); i++) {
      Config.Member member = config.cluster().get(i);
      candidates.add(
          new Candidate(
              member.uri(),
              member.zone(),
              "hsm-" + (i + 1),
              member.soPinSource().read(environment)));
    }
    return candidates;
  }

  /// kmsuser's: the same on every member.
  private SecretBytes pin() {
    if (config.cluster().isEmpty()) {
      return secret(PIN);
    }
    SecretBytes pin = config.cluster().getFirst().pinSource().read(environment);
    for (Config.Member member : config.cluster()) {
      try (SecretBytes other = member.pinSource().read(environment)) {
        if (!pin.equals(other)) {
          pin.close();
          throw new ConfigException("kmsuser must have the same PIN on every HSM of a cluster");
        }
      }
    }
    return pin;
  }

  private SecretBytes secret(String name) {
    byte[] sealed =
        settings.once(
            name,
            () -> {
              try (SecretBytes made = names.password()) {
                return sealer.seal(name, made);
              }
            });
    return sealer
        .open(name, sealed)
        .orElseThrow(() -> new IllegalStateException(name + " does not open"));
  }

  private static String fingerprint(List<Config.Member> members) {
    StringBuilder text = new StringBuilder("cluster/1");
    members.forEach(m -> text.append('\n').append(m.uri()).append('\n').append(m.zone()));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this JDK", e);
    }
  }
}
