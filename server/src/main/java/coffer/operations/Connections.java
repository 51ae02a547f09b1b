package coffer.operations;

import coffer.clusters.ClusterService;
import coffer.clusters.PasswordTrial;
import coffer.instances.InstanceService;
import coffer.model.ClusterId;
import coffer.model.ClusterStatus;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.InstanceStatus;
import coffer.model.KmsException;
import coffer.model.KmsInstance;
import coffer.model.KmsInstanceId;
import coffer.model.SecretBytes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The life of instances beside their HSM clusters: bound, connected, disconnected, released. One
/// change of an instance at a time. A password is tried once, on one HSM, before it is kept, so
/// that a wrong one neither locks HSMs nor is tried again by a start.
public final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final int ALL = 1000;

  private final InstanceService instances;
  private final ClusterService clusters;
  private final PasswordVault vault;
  private final Function<ClusterId, Optional<SecretBytes>> generated;
  private final Supplier<KmsInstanceId> ids;
  private final Set<KmsInstanceId> changing = ConcurrentHashMap.newKeySet();

  /// What a caller says of a connection; what is absent stays as it was.
  ///
  /// @param certificate PEM of the CA that issued the cluster's certificate
  /// @param password kmsuser's; stays the caller's
  public record Wanted(
      Optional<String> cluster, Optional<String> certificate, Optional<SecretBytes> password) {}

  /// @param generated kmsuser's password of a cluster whose password the service itself made, and
  ///   which nobody else knows; the caller owns it
  public Connections(
      InstanceService instances,
      ClusterService clusters,
      PasswordVault vault,
      Function<ClusterId, Optional<SecretBytes>> generated,
      Supplier<KmsInstanceId> ids) {
    this.instances = instances;
    this.clusters = clusters;
    this.vault = vault;
    this.generated = generated;
    this.ids = ids;
  }

  /// What a kept password is sealed for.
  public static String passwordContext(KmsInstanceId id) {
    return "instance/" + id + "/password";
  }

  /// @param name its id by default
  public KmsInstance create(Optional<String> name) {
    KmsInstanceId id = ids.get();
    return instances.create(id, name.orElse(id.value()));
  }

  /// Returns when the instance serves, or refuses; when the HSMs refused, the instance is in Error
  /// with the reason.
  public KmsInstance connect(KmsInstanceId id, Wanted wanted) {
    return alone(
        id,
        () -> {
          KmsInstance instance = instances.require(id.value());
          HsmCluster cluster = cluster(instance, wanted);
          String certificate = certificate(instance, cluster, wanted);
          if (instance.status() == InstanceStatus.CONNECTED
              && instances.connection(id).isPresent()) {
            return unchanged(instance, wanted);
          }
          if (instance.cluster().isEmpty()) {
            requireActivated(cluster);
          }
          try (SecretBytes password = password(instance, cluster.id(), wanted)) {
            instances.close(id);
            instances.bind(id, cluster.id(), instance.sealedPassword(), certificate);
            require(tried(instance, cluster, password), wanted);
            clusters.accepted(cluster, password);
            instances.keep(id, Optional.of(vault.seal(passwordContext(id), password)));
            KmsInstance opened = open(id, cluster, password.copy());
            if (opened.status() != InstanceStatus.CONNECTED) {
              throw new KmsException(ErrorCode.INSTANCE_STATE_INVALID);
            }
            return opened;
          }
        });
  }

  /// A connect that is repeated, by a client that got no answer, is done.
  private static KmsInstance unchanged(KmsInstance instance, Wanted wanted) {
    if (wanted.password().isPresent()) {
      throw new KmsException(
          ErrorCode.INSTANCE_STATE_INVALID, "The KMS instance is connected; disconnect it first.");
    }
    return instance;
  }

  /// The binding, the kept password and the keys stay.
  public KmsInstance disconnect(KmsInstanceId id) {
    return alone(
        id,
        () -> {
          if (instances.require(id.value()).cluster().isEmpty()) {
            throw new KmsException(ErrorCode.INSTANCE_STATE_INVALID);
          }
          return instances.disconnect(id, InstanceService.ON_REQUEST);
        });
  }

  /// Refused while the instance holds keys, or a policy names it.
  public void release(KmsInstanceId id) {
    KmsInstanceId released =
        alone(
            id,
            () -> {
              instances.release(id);
              return id;
            });
    LOG.info("instance {} is released", released);
  }

  /// Connects what was connected, when the service starts. Never throws for one instance's sake.
  public void resume() {
    for (KmsInstance instance : instances.page(0, ALL)) {
      Optional<HsmCluster> cluster = instance.cluster().flatMap(clusters::find);
      boolean wanted =
          !(instance.status() == InstanceStatus.DISCONNECTED
              && instance.reason().filter(InstanceService.ON_REQUEST::equals).isPresent());
      if (cluster.isPresent() && wanted) {
        KmsInstance resumed = resume(instance, cluster.get());
        LOG.info("instance {} is {}", resumed.id(), resumed.status().wireName());
      }
    }
  }

  private KmsInstance resume(KmsInstance instance, HsmCluster cluster) {
    Optional<SecretBytes> kept = kept(instance, cluster.id());
    if (kept.isEmpty()) {
      LOG.warn("instance {} needs kmsuser's password: connect it again", instance.id());
      return instances.disconnect(instance.id(), InstanceService.CREDENTIALS_NEEDED);
    }
    try (SecretBytes password = kept.get()) {
      // After an error the password may be the cause: it gets one attempt, not one on every HSM.
      PasswordTrial trial =
          instance.status() == InstanceStatus.ERROR
              ? tried(instance, cluster, password)
              : PasswordTrial.ACCEPTED;
      return switch (trial) {
        case ACCEPTED, UNREACHABLE -> open(instance.id(), cluster, password.copy());
        case PASSWORD_REFUSED, FOREIGN_HSM -> instances.require(instance.id().value());
      };
    }
  }

  private KmsInstance open(KmsInstanceId id, HsmCluster cluster, SecretBytes password) {
    return instances.connect(id, clusters.seats(cluster, password), password);
  }

  /// Puts the instance in Error, and forgets what was refused, unless the password was accepted.
  private PasswordTrial tried(KmsInstance instance, HsmCluster cluster, SecretBytes password) {
    PasswordTrial trial = clusters.tryPassword(cluster, password);
    if (trial == PasswordTrial.ACCEPTED) {
      return trial;
    }
    if (instance.cluster().isEmpty()) {
      instances.unbind(instance.id(), reason(trial));
      return trial;
    }
    boolean keptIsWrong = trial == PasswordTrial.PASSWORD_REFUSED && isKept(instance, password);
    if (keptIsWrong) {
      instances.keep(instance.id(), Optional.empty());
    }
    instances.fail(instance.id(), reason(trial));
    return trial;
  }

  private boolean isKept(KmsInstance instance, SecretBytes password) {
    Optional<SecretBytes> kept = sealed(instance);
    boolean same = kept.filter(password::equals).isPresent();
    kept.ifPresent(SecretBytes::close);
    return same;
  }

  private static String reason(PasswordTrial trial) {
    return switch (trial) {
      case ACCEPTED -> "";
      case PASSWORD_REFUSED -> "the HSM refused kmsuser's password";
      case FOREIGN_HSM -> "the HSM did not prove to be of the cluster";
      case UNREACHABLE -> "no HSM of the cluster answers";
    };
  }

  static void require(PasswordTrial trial, Wanted wanted) {
    switch (trial) {
      case ACCEPTED -> {}
      case PASSWORD_REFUSED ->
          throw wanted.password().isPresent()
              ? KmsException.invalid("HsmPassword", "the HSM refused it; it was tried once")
              : new KmsException(
                  ErrorCode.INSTANCE_STATE_INVALID,
                  "The HSM refused the password that was kept; give HsmPassword.");
      case FOREIGN_HSM ->
          throw new KmsException(
              ErrorCode.INSTANCE_STATE_INVALID, "The HSM did not prove to be of the cluster.");
      case UNREACHABLE -> throw new KmsException(ErrorCode.SERVICE_UNAVAILABLE);
    }
  }

  private HsmCluster cluster(KmsInstance instance, Wanted wanted) {
    Optional<String> bound = instance.cluster().map(ClusterId::value);
    if (bound.isPresent() && wanted.cluster().filter(c -> !bound.get().equals(c)).isPresent()) {
      throw KmsException.invalid("HsmClusterId", "the instance is bound to another cluster");
    }
    String id = bound.or(wanted::cluster).orElseThrow(() -> KmsException.missing("HsmClusterId"));
    return cluster(id);
  }

  /// Refuses what is no cluster's id.
  public HsmCluster cluster(String id) {
    return Optional.of(id)
        .filter(ClusterId::isValid)
        .flatMap(text -> clusters.find(new ClusterId(text)))
        .orElseThrow(() -> KmsException.invalid("HsmClusterId", "there is no such cluster"));
  }

  private String certificate(KmsInstance instance, HsmCluster cluster, Wanted wanted) {
    wanted.certificate().ifPresent(pem -> clusters.requireOwner(cluster, pem));
    return wanted
        .certificate()
        .or(instance::securityDomainCertificate)
        .orElseThrow(() -> KmsException.missing("SecurityDomainCertificate"));
  }

  /// At first; what serves already may go on with less.
  void requireActivated(HsmCluster cluster) {
    if (clusters.status(cluster) != ClusterStatus.ACTIVATED) {
      throw new KmsException(
          ErrorCode.INSTANCE_STATE_INVALID,
          "The HSM cluster is not activated, it lacks: "
              + String.join(", ", clusters.missing(cluster))
              + ".");
    }
  }

  /// kmsuser's password of a cluster, as the instance keeps it that is bound to it, or as the
  /// service made it; the caller owns it.
  public Optional<SecretBytes> keptFor(ClusterId cluster) {
    return instances.boundTo(cluster).flatMap(this::sealed).or(() -> generated.apply(cluster));
  }

  /// Keeps another password for the instance that is bound to a cluster.
  public void keepFor(ClusterId cluster, SecretBytes password) {
    instances.page(0, ALL).stream()
        .filter(instance -> instance.cluster().filter(cluster::equals).isPresent())
        .findFirst()
        .ifPresent(instance -> {
          byte[] sealed = vault.seal(passwordContext(instance.id()), password);
          KmsInstance _ = instances.keep(instance.id(), Optional.of(sealed));
        });
  }

  private SecretBytes password(KmsInstance instance, ClusterId cluster, Wanted wanted) {
    return wanted
        .password()
        .map(SecretBytes::copy)
        .or(() -> kept(instance, cluster))
        .orElseThrow(() -> KmsException.missing("HsmPassword"));
  }

  private Optional<SecretBytes> kept(KmsInstance instance, ClusterId cluster) {
    return sealed(instance).or(() -> generated.apply(cluster));
  }

  private Optional<SecretBytes> sealed(KmsInstance instance) {
    return instance
        .sealedPassword()
        .flatMap(bytes -> vault.open(passwordContext(instance.id()), bytes));
  }

  /// One change of an instance at a time.
  <R> R alone(KmsInstanceId id, Supplier<R> work) {
    if (!changing.add(id)) {
      throw new KmsException(
          ErrorCode.INSTANCE_STATE_INVALID, "Another change of the KMS instance is under way.");
    }
    try {
      return work.get();
    } finally {
      changing.remove(id);
    }
  }
}
