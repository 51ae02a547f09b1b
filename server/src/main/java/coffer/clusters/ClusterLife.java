package coffer.clusters;

import coffer.model.ClusterId;
import coffer.model.ClusterMember;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.KmsException;
import coffer.model.RegisteredHsm;
import coffer.model.SecretBytes;
import coffer.store.Store;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The life of HSM clusters: made of one HSM, certified by their owner, initialised, given a crypto
/// user, joined and left by further HSMs. Nothing activates a cluster: it is as soon as it has all
/// it needs. Every step may be repeated after a kill; the store learns of it last.
public final class ClusterLife {
  private static final int NAME_CHARACTERS_MAX = 24;
  private static final int PASSWORD_BYTES_MIN = 7;
  private static final int PASSWORD_BYTES_MAX = 32;
  private static final int INSTANCES_MAX = 1000;

  /// Progress of a step, in percent: its HSM has a crypto user, and holds the cluster's keys.
  private static final int BEGUN = 20;

  private static final int ADMITTED = 80;

  private final Store store;
  private final HsmProviders providers;
  private final Clock clock;
  private final Supplier<ClusterId> ids;
  private final HsmRegistry registry;
  private final MemberPins pins;
  private final OfficerPasswords officers;
  private final MemberAccess members;
  private final DomainSpread domain;
  private final MemberCare care;
  private final SeatChange seats;
  private final Farewell farewell;
  private final OneAtATime turn;

  /// Tells the connection of a cluster who its members are now.
  @FunctionalInterface
  public interface SeatChange {
    void changed(HsmCluster cluster);
  }

  ClusterLife(
      Store store,
      HsmProviders providers,
      Clock clock,
      Supplier<ClusterId> ids,
      HsmRegistry registry,
      MemberPins pins,
      OfficerPasswords officers,
      MemberAccess members,
      DomainSpread domain,
      MemberCare care,
      SeatChange seats,
      OneAtATime turn) {
    this.store = store;
    this.providers = providers;
    this.clock = clock;
    this.ids = ids;
    this.registry = registry;
    this.pins = pins;
    this.officers = officers;
    this.members = members;
    this.domain = domain;
    this.care = care;
    this.seats = seats;
    this.turn = turn;
    this.farewell = new Farewell(members);
  }

  public HsmCluster create(String name, String masterId) {
    String checked = checkedName(name);
    return turn.run(() -> {
      RegisteredHsm hsm = requireEnrolled(masterId);
      ClusterId id = ids.get();
      ClusterMember master = member(hsm);
      HsmCluster empty = HsmCluster.of(id, checked, master, "", master.joined());
      String csr = csr(empty, master);
      HsmCluster cluster = HsmCluster.of(id, checked, master, csr, master.joined());
      return store.inTransaction(transaction -> {
        transaction.registeredHsms().delete(hsm.id());
        transaction.clusters().insert(cluster);
        return cluster;
      });
    });
  }

  public HsmCluster rename(ClusterId id, String name) {
    String checked = checkedName(name);
    return update(id, old -> old.withName(checked));
  }

  /// Takes what the owner signed, and their CA's certificate.
  public HsmCluster certify(ClusterId id, String certificate, String issuer) {
    return turn.run(() -> {
      HsmCluster cluster = require(id);
      OwnerCertificates.require(
          cluster.csr().orElseThrow(ClusterLife::noCsr), certificate, issuer, clock.instant());
      boolean another =
          cluster.kekVersion() > 0
              && cluster
                  .ownerCertificate()
                  .map(pem -> Pem.parseCertificate(pem, "IssuerCertificate"))
                  .filter(Pem.parseCertificate(issuer, "IssuerCertificate")::equals)
                  .isEmpty();
      if (another) {
        throw KmsException.invalid("IssuerCertificate", "another CA owns the cluster");
      }
      HsmId master = cluster.master().orElseThrow(ClusterLife::noCsr);
      HsmCluster certified =
          update(
              id,
              old ->
                  old.withCertificates(certificate, issuer)
                      .withMember(master, m -> m.withCertificate(Optional.of(certificate))));
      return domain.settle(certified);
    });
  }

  public HsmCluster initialize(ClusterId id) {
    return initialize(id, Progress.UNSEEN);
  }

  public HsmCluster initialize(ClusterId id, Progress progress) {
    return turn.run(() -> {
      if (require(id).clusterCertificate().isEmpty()) {
        throw state("The cluster has no certificate yet; ConfigClusterCertificate gives it one.");
      }
      HsmCluster initialized = update(id, HsmCluster::asInitialized);
      progress.reached(BEGUN);
      return domain.settle(initialized);
    });
  }

  /// Creates kmsuser on every HSM of the cluster, with the same password.
  ///
  /// @param officer the security officer's password, the same on all; by default the ones that
  ///   enrolment was given
  public HsmCluster createCryptoUser(
      ClusterId id, Optional<SecretBytes> officer, SecretBytes password) {
    requireLength(password, "CryptoUserPassword");
    return turn.run(() -> {
      HsmCluster cluster = require(id);
      if (members.live(id).isPresent()) {
        throw state("An instance is connected to the cluster; disconnect it first.");
      }
      for (ClusterMember member : cluster.members()) {
        setCryptoUser(member, officer, password);
      }
      return domain.settle(update(id, HsmCluster::withCryptoUser));
    });
  }

  public HsmCluster join(
      ClusterId id,
      String hsmId,
      Optional<SecretBytes> officer,
      Optional<SecretBytes> masterOfficer) {
    return join(id, hsmId, officer, masterOfficer, Progress.UNSEEN);
  }

  /// @param officer the security officer's password on the HSM that joins
  /// @param masterOfficer the same on the HSM that gives the domain keys away
  public HsmCluster join(
      ClusterId id,
      String hsmId,
      Optional<SecretBytes> officer,
      Optional<SecretBytes> masterOfficer,
      Progress progress) {
    return turn.run(() -> {
      HsmCluster cluster = require(id);
      if (cluster.sealed()) {
        throw state("The cluster is sealed: its keys leave its HSMs no more, so no HSM can join.");
      }
      RegisteredHsm hsm = requireEnrolled(hsmId);
      ClusterMember joining = member(hsm);
      if (cluster.cryptoUser()) {
        ClusterMember first = cluster.members().getFirst();
        try (SecretBytes password = members.pin(cluster, first)) {
          setCryptoUser(joining, officer, password);
        }
      }
      progress.reached(BEGUN);
      ClusterMember admitted = domain.admit(cluster, joining, masterOfficer);
      progress.reached(ADMITTED);
      HsmCluster joined =
          store.inTransaction(transaction -> {
            transaction.registeredHsms().delete(hsm.id());
            return transaction.clusters().update(id, old -> old.joined(admitted));
          });
      seats.changed(joined);
      return joined;
    });
  }

  public HsmCluster leave(ClusterId id, HsmId hsm) {
    Optional<String> _ = leave(id, hsm, false);
    return require(id);
  }

  /// Takes an HSM out of its cluster and the cluster's keys out of the HSM. Refused when no other
  /// HSM proves to hold them while an instance needs them.
  ///
  /// @param force also when it does not let its keys be destroyed
  /// @return what remains on it then
  public Optional<String> leave(ClusterId id, HsmId hsm, boolean force) {
    return turn.run(() -> {
      HsmCluster cluster = require(id);
      ClusterMember leaving =
          cluster.member(hsm).orElseThrow(() -> new KmsException(ErrorCode.RESOURCE_NOT_FOUND));
      if (cluster.isMaster(hsm) && cluster.members().size() > 1) {
        throw state("The master leaves last; SwitchClusterMaster appoints another one.");
      }
      if (leaving.holdsDomainKeys()) {
        if (isBound(id)) {
          domain.requireElsewhere(cluster, hsm);
        }
        HsmCluster without =
            update(id, old -> old.withMember(hsm, ClusterMember::withoutDomainKeys));
        seats.changed(without);
      }
      // Also where the store does not know of keys: an attempt to leave may have been cut off.
      Optional<String> remains = farewell.empty(cluster, leaving, force);
      care.release(hsm);
      return store.inTransaction(transaction -> {
        FormerMembers.remember(transaction, leaving);
        transaction.registeredHsms().insert(RegisteredHsm.left(leaving));
        transaction.clusters().update(id, old -> old.without(hsm));
        return remains;
      });
    });
  }

  /// Tries HSMs that failed once more, gives every one what it lacks, and tells how each is.
  public List<SyncReport> sync(ClusterId id, Optional<SecretBytes> officer) {
    return sync(id, officer, Optional.empty(), Progress.UNSEEN);
  }

  /// @param cryptoUser kmsuser's password, for HSMs that refused the one that is kept
  public List<SyncReport> sync(
      ClusterId id,
      Optional<SecretBytes> officer,
      Optional<SecretBytes> cryptoUser,
      Progress progress) {
    return turn.run(() -> {
      List<SyncReport> reports = care.sync(require(id), officer, cryptoUser, progress);
      seats.changed(require(id));
      return reports;
    });
  }

  /// Makes a new version of KEK and integrity key, and has every HSM hold it before any uses it.
  /// May be repeated after a kill; what was done stays.
  ///
  /// @param officer the security officer's password on the HSM that gives the keys away
  public HsmCluster rotate(ClusterId id, Optional<SecretBytes> officer, Progress progress) {
    return turn.run(() -> domain.rotate(require(id), officer, progress));
  }

  /// Appoints another master. Its own CSR waits for the owner; until they signed it, nobody joins.
  public HsmCluster switchMaster(ClusterId id, HsmId hsm) {
    return turn.run(() -> {
      HsmCluster cluster = require(id);
      ClusterMember next =
          cluster.member(hsm).orElseThrow(() -> new KmsException(ErrorCode.RESOURCE_NOT_FOUND));
      if (cluster.isMaster(hsm)) {
        return cluster;
      }
      String csr = csr(cluster, next);
      return update(
          id,
          old -> {
            HsmCluster kept = old;
            for (ClusterMember member : old.members()) {
              kept =
                  kept.withMember(
                      member.id(), m -> m.withCertificate(Chains.complete(old, member)));
            }
            return kept.withMaster(hsm, csr, Optional.empty());
          });
    });
  }

  /// Only a cluster without HSMs.
  public void delete(ClusterId id) {
    boolean _ =
        turn.run(() -> {
          if (!require(id).members().isEmpty() || isBound(id)) {
            throw new KmsException(ErrorCode.RESOURCE_IN_USE, "The cluster still has HSMs.");
          }
          return store.inTransaction(transaction -> {
            transaction.clusters().delete(id);
            DomainChecks.forget(transaction, id);
            ClusterLabels.forget(transaction, id);
            return true;
          });
        });
  }

  static void requireLength(SecretBytes password, String parameter) {
    if (password.length() < PASSWORD_BYTES_MIN || password.length() > PASSWORD_BYTES_MAX) {
      throw KmsException.invalid(parameter, "7 to 32 characters");
    }
  }

  private void setCryptoUser(
      ClusterMember member, Optional<SecretBytes> officer, SecretBytes password) {
    try (SecretBytes so = officers.require(member.id(), officer, "SecurityOfficerPassword")) {
      Refusals.during(
          "SecurityOfficerPassword",
          () -> {
            pins.keep(member.id(), password);
            providers
                .of(member.uri())
                .setCryptoUser(providers.location(member.uri()), so, password);
            return true;
          });
      officers.remember(member.id(), so);
    }
  }

  private String csr(HsmCluster cluster, ClusterMember master) {
    return members.with(
        cluster, master, member -> Pem.request(IdentCertificates.request(cluster.id(), member)));
  }

  private boolean isBound(ClusterId id) {
    return store.read(view ->
        view.instances().page(0, INSTANCES_MAX).stream()
            .anyMatch(instance -> instance.cluster().filter(id::equals).isPresent()));
  }

  private RegisteredHsm requireEnrolled(String id) {
    RegisteredHsm hsm = registry.require(id);
    if (!hsm.enrolled()) {
      throw state("The HSM is not enrolled yet; EnrollInstance makes its identity key.");
    }
    return hsm;
  }

  private ClusterMember member(RegisteredHsm hsm) {
    return new ClusterMember(
        hsm.id(),
        hsm.uri(),
        hsm.zone(),
        hsm.label(),
        hsm.serial(),
        Optional.empty(),
        false,
        "",
        hsm.remark(),
        clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  private HsmCluster require(ClusterId id) {
    return store
        .read(view -> view.clusters().find(id))
        .orElseThrow(() -> new KmsException(ErrorCode.RESOURCE_NOT_FOUND));
  }

  private HsmCluster update(ClusterId id, UnaryOperator<HsmCluster> change) {
    return store.inTransaction(transaction -> transaction.clusters().update(id, change));
  }

  private static String checkedName(String name) {
    if (name.isBlank()
        || name.length() > NAME_CHARACTERS_MAX
        || name.chars().anyMatch(Character::isISOControl)) {
      throw KmsException.invalid("ClusterName", "1 to 24 characters");
    }
    return name;
  }

  private static KmsException noCsr() {
    return state("The cluster has no master.");
  }

  private static KmsException state(String message) {
    return new KmsException(ErrorCode.CLUSTER_STATE_INVALID, message);
  }
}
