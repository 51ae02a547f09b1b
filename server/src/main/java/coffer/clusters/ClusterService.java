package coffer.clusters;

import coffer.hsm.ClusterSeat;
import coffer.hsm.HsmException;
import coffer.hsm.HsmMember;
import coffer.model.ClusterId;
import coffer.model.ClusterMember;
import coffer.model.ClusterStatus;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.store.Store;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// HSM clusters as the service knows them, and how their members are reached.
public final class ClusterService {
  private static final String DOMAIN_CERTIFICATE = "SecurityDomainCertificate";
  private static final int HSMS_MIN = 2;
  private static final int ZONES_MIN = 2;

  private final Store store;
  private final Quarantine quarantine;
  private final MemberGate gate;
  private final MemberPins pins;

  /// One that keeps no passwords.
  public ClusterService(Store store, HsmProviders providers, Clock clock, SecureRandom random) {
    this(store, providers, clock, random, PinVault.NONE);
  }

  public ClusterService(
      Store store, HsmProviders providers, Clock clock, SecureRandom random, PinVault vault) {
    this.store = store;
    this.quarantine = new Quarantine(store);
    this.gate =
        new MemberGate(
            providers, clock, new IdentCertificates(random), new MemberLogins(store, vault));
    this.pins = new MemberPins(store, vault);
  }

  public Optional<HsmCluster> find(ClusterId id) {
    return store.read(view -> view.clusters().find(id));
  }

  public List<HsmCluster> page(int offset, int limit) {
    return store.read(view -> view.clusters().page(offset, limit));
  }

  public long count() {
    return store.read(view -> view.clusters().count());
  }

  public ClusterLabels labels(ClusterId id) {
    return store.read(view -> ClusterLabels.of(view, id));
  }

  public ClusterLabels label(ClusterId id, UnaryOperator<ClusterLabels> change) {
    return store.inTransaction(transaction -> {
      if (transaction.clusters().find(id).isEmpty()) {
        throw new KmsException(ErrorCode.RESOURCE_NOT_FOUND);
      }
      ClusterLabels labels = change.apply(ClusterLabels.of(transaction, id));
      labels.keep(transaction, id);
      return labels;
    });
  }

  /// Follows from what the cluster has; nothing sets it.
  public ClusterStatus status(HsmCluster cluster) {
    if (cluster.ownerCertificate().isEmpty() || !cluster.initialized()) {
      return ClusterStatus.NEW;
    }
    return missing(cluster).isEmpty() ? ClusterStatus.ACTIVATED : ClusterStatus.INITIALIZED;
  }

  /// What a cluster lacks before it can serve, in words for its owner.
  public List<String> missing(HsmCluster cluster) {
    List<String> missing = new ArrayList<>();
    if (cluster.ownerCertificate().isEmpty()) {
      missing.add("cluster certificate and owner certificate (ConfigClusterCertificate)");
    }
    if (!cluster.initialized()) {
      missing.add("initialisation (InitializeCluster)");
    }
    if (!cluster.cryptoUser()) {
      missing.add("the crypto user kmsuser (CreateCryptoUser)");
    }
    List<ClusterMember> ready =
        quarantine.outside(cluster).stream().filter(ClusterMember::holdsDomainKeys).toList();
    if (ready.size() < HSMS_MIN) {
      missing.add("two HSMs that hold the domain keys (JoinCluster)");
    }
    if (ready.stream().map(ClusterMember::zone).distinct().count() < ZONES_MIN) {
      missing.add("HSMs in two different zones");
    }
    for (ClusterMember member : missing.isEmpty() ? List.<ClusterMember>of() : cluster.members()) {
      quarantine
          .reason(member.id())
          .ifPresent(why ->
              missing.add(member.id() + " out of quarantine (SyncCluster), where it is: " + why));
    }
    return missing;
  }

  /// Seats for a connection. Connecting a seat opens the HSM with one login attempt, has it prove
  /// its identity against the owner's certificate, and checks that it holds the domain keys.
  /// Members in quarantine have none, and a member that fails goes there. A cluster whose domain
  /// keys were never made is refused at once.
  ///
  /// @param pin kmsuser's; lent for as long as the seats are used
  public List<ClusterSeat> seats(HsmCluster cluster, SecretBytes pin) {
    DomainChecks _ = checks(cluster);
    return quarantine.outside(cluster).stream()
        .filter(ClusterMember::holdsDomainKeys)
        .map(member ->
            new ClusterSeat(
                member.id(),
                member.zone(),
                () -> connect(cluster, member, pin),
                why -> quarantine.put(member.id(), why)))
        .toList();
  }

  /// Refuses a certificate that is not the CA's that issued the cluster's certificate.
  public void requireOwner(HsmCluster cluster, String securityDomainCertificate) {
    X509Certificate given = Pem.parseCertificate(securityDomainCertificate, DOMAIN_CERTIFICATE);
    boolean isOwner =
        cluster
            .ownerCertificate()
            .map(pem -> Pem.parseCertificate(pem, DOMAIN_CERTIFICATE))
            .filter(given::equals)
            .isPresent();
    if (!isOwner) {
      throw KmsException.invalid(
          DOMAIN_CERTIFICATE, "it did not issue the certificate of this cluster");
    }
  }

  /// Tries kmsuser's password once, on the first HSM that answers, and has that prove its identity
  /// and its domain keys.
  public PasswordTrial tryPassword(HsmCluster cluster, SecretBytes pin) {
    DomainChecks checks = checks(cluster);
    List<ClusterMember> fit = quarantine.outside(cluster);
    for (ClusterMember member : fit.isEmpty() ? cluster.members() : fit) {
      if (!member.holdsDomainKeys()) {
        continue;
      }
      PasswordTrial trial = gate.attempt(cluster, member, checks, pin, _ -> {});
      if (trial != PasswordTrial.UNREACHABLE) {
        return trial;
      }
    }
    return PasswordTrial.UNREACHABLE;
  }

  public Quarantine quarantine() {
    return quarantine;
  }

  /// An operator connects a cluster anew, with a password that was tried: all its members may be
  /// tried again, with this one.
  public void accepted(HsmCluster cluster, SecretBytes pin) {
    for (ClusterMember member : cluster.members()) {
      Optional<SecretBytes> known = pins.find(member.id());
      if (known.isPresent() && !known.get().equals(pin)) {
        pins.keep(member.id(), pin);
      }
      known.ifPresent(SecretBytes::close);
      quarantine.release(member.id());
    }
  }

  /// How a member last proved its identity.
  public Optional<IdentityCheck> identityCheck(HsmId hsm) {
    return gate.lastCheck(hsm);
  }

  private DomainChecks checks(HsmCluster cluster) {
    return DomainChecks.find(store, cluster.id())
        .orElseThrow(() -> new KmsException(ErrorCode.INSTANCE_STATE_INVALID));
  }

  /// What is kept of a member itself is newer than what the connection began with.
  private HsmMember opened(HsmCluster cluster, ClusterMember member, SecretBytes pin) {
    Optional<SecretBytes> known = pins.find(member.id());
    if (known.isEmpty()) {
      return gate.open(cluster, member, pin);
    }
    try (SecretBytes own = known.get()) {
      return gate.open(cluster, member, own);
    }
  }

  /// By what the store says at this time: the KEK may have been renewed since the seat was made.
  private HsmMember connect(HsmCluster cluster, ClusterMember member, SecretBytes pin) {
    HsmMember hsm = opened(cluster, member, pin);
    try {
      DomainChecks checks = checks(cluster);
      gate.requireFit(hsm, checks);
      hsm.useDomainKeys(checks.version());
      return hsm;
    } catch (HsmException | KmsException e) {
      hsm.close();
      throw e;
    }
  }
}
