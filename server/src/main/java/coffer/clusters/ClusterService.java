package coffer.clusters;

import coffer.hsm.ClusterSeat;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmMember;
import coffer.model.ClusterId;
import coffer.model.ClusterMember;
import coffer.model.ClusterStatus;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// HSM clusters as the service knows them, and how their members are reached.
public final class ClusterService {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterService.class);
  private static final String DOMAIN_CERTIFICATE = "SecurityDomainCertificate";
  private static final int ZONES_MIN = 2;

  private final Store store;
  private final HsmProviders providers;
  private final Clock clock;
  private final IdentCertificates certificates;

  public ClusterService(Store store, HsmProviders providers, Clock clock, SecureRandom random) {
    this.store = store;
    this.providers = providers;
    this.clock = clock;
    this.certificates = new IdentCertificates(random);
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
  public static ClusterStatus status(HsmCluster cluster) {
    if (cluster.ownerCertificate().isEmpty() || !cluster.initialized()) {
      return ClusterStatus.NEW;
    }
    return missing(cluster).isEmpty() ? ClusterStatus.ACTIVATED : ClusterStatus.INITIALIZED;
  }

  /// What a cluster lacks before it can serve, in words for its owner.
  public static List<String> missing(HsmCluster cluster) {
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
        cluster.members().stream().filter(ClusterMember::holdsDomainKeys).toList();
    if (ready.size() < 2) {
      missing.add("two HSMs that hold the domain keys (JoinCluster)");
    }
    if (ready.stream().map(ClusterMember::zone).distinct().count() < ZONES_MIN) {
      missing.add("HSMs in two different zones");
    }
    return missing;
  }

  /// Seats for a connection. Connecting a seat opens the HSM with one login attempt, has it prove
  /// its identity against the owner's certificate, and checks that it holds the domain keys.
  ///
  /// @param pin kmsuser's; lent for as long as the seats are used
  public List<ClusterSeat> seats(HsmCluster cluster, SecretBytes pin) {
    DomainCheck check = check(cluster);
    return cluster.members().stream()
        .filter(ClusterMember::holdsDomainKeys)
        .map(member ->
            new ClusterSeat(member.id(), member.zone(), () -> connect(cluster, member, check, pin)))
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
    DomainCheck check = check(cluster);
    for (ClusterMember member : cluster.members()) {
      if (!member.holdsDomainKeys()) {
        continue;
      }
      boolean open = false;
      try (HsmMember hsm = open(member, pin)) {
        open = true;
        prove(hsm, cluster, member, check);
        return PasswordTrial.ACCEPTED;
      } catch (HsmException e) {
        LOG.warn("HSM {} does not serve", member.id(), e);
        if (e.failure() == HsmFailure.CREDENTIAL) {
          return open ? PasswordTrial.FOREIGN_HSM : PasswordTrial.PASSWORD_REFUSED;
        }
      }
    }
    return PasswordTrial.UNREACHABLE;
  }

  private DomainCheck check(HsmCluster cluster) {
    return store
        .read(view -> view.settings().find(checkSetting(cluster.id())))
        .map(DomainCheck::decode)
        .orElseThrow(() -> new KmsException(ErrorCode.INSTANCE_STATE_INVALID));
  }

  static String checkSetting(ClusterId id) {
    return "cluster/" + id + "/domain-check";
  }

  private HsmMember connect(
      HsmCluster cluster, ClusterMember member, DomainCheck check, SecretBytes pin) {
    HsmMember hsm = open(member, pin);
    try {
      prove(hsm, cluster, member, check);
      return hsm;
    } catch (HsmException e) {
      hsm.close();
      throw e;
    }
  }

  private HsmMember open(ClusterMember member, SecretBytes pin) {
    return providers.of(member.uri()).open(providers.location(member.uri()), pin);
  }

  /// That an HSM is the one it should be, and holds the cluster's keys.
  private void prove(HsmMember hsm, HsmCluster cluster, ClusterMember member, DomainCheck check) {
    try {
      if (!hsm.identity().serial().equals(member.serial())) {
        throw new HsmException(HsmFailure.CREDENTIAL, "token has another serial number");
      }
      certificates.prove(hsm, cluster.id(), Chains.of(cluster, member), clock.instant());
      if (!check.passes(hsm)) {
        throw new HsmException(HsmFailure.CREDENTIAL, "token holds other domain keys");
      }
    } catch (HsmException e) {
      boolean foreign = e.failure() == HsmFailure.BAD_CIPHERTEXT;
      throw foreign ? new HsmException(HsmFailure.CREDENTIAL, "token holds another KEK", e) : e;
    } catch (KmsException e) {
      throw new HsmException(HsmFailure.CREDENTIAL, "token does not prove its identity", e);
    }
  }
}
