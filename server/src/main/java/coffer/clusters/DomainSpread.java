package coffer.clusters;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmMember;
import coffer.model.ClusterMember;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.store.Store;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/// KEK and integrity key of a cluster: made on its master, cloned to the others, proven to be equal
/// everywhere; and the certificates that make an HSM one of the cluster.
final class DomainSpread {
  private static final int FIRST_KEK = 1;

  private final Store store;
  private final Clock clock;
  private final IdentCertificates certificates;
  private final MemberAccess members;
  private final Quarantine quarantine;
  private final DomainTransfer transfer;

  DomainSpread(
      Store store,
      Clock clock,
      IdentCertificates certificates,
      OfficerPasswords officers,
      MemberAccess members,
      Quarantine quarantine) {
    this.store = store;
    this.clock = clock;
    this.certificates = certificates;
    this.members = members;
    this.quarantine = quarantine;
    this.transfer = new DomainTransfer(officers, members, quarantine);
  }

  /// Makes the domain keys once both the owner's certificate and kmsuser are there.
  HsmCluster settle(HsmCluster cluster) {
    Optional<ClusterMember> master = cluster.master().flatMap(cluster::member);
    boolean due =
        cluster.kekVersion() == 0
            && cluster.cryptoUser()
            && cluster.clusterCertificate().isPresent();
    if (!due || master.isEmpty()) {
      return cluster;
    }
    record Made(DomainCheck check, String warnings) {}
    Made made =
        members.with(
            cluster,
            master.get(),
            member -> {
              member.ensureDomainKeys(FIRST_KEK);
              return new Made(DomainCheck.create(member), String.join("; ", member.warnings()));
            });
    return store.inTransaction(transaction -> {
      DomainChecks.add(transaction, cluster.id(), made.check());
      return transaction
          .clusters()
          .update(
              cluster.id(),
              old ->
                  old.withKek(FIRST_KEK)
                      .withMember(master.get().id(), m -> m.withDomainKeys(made.warnings())));
    });
  }

  /// Certifies an HSM and clones the domain keys to it, as far as the cluster has come.
  ///
  /// @param officer the security officer's password on the HSM that gives the keys away
  ClusterMember admit(HsmCluster cluster, ClusterMember joining, Optional<SecretBytes> officer) {
    if (cluster.clusterCertificate().isEmpty()) {
      if (cluster.kekVersion() > 0) {
        throw new KmsException(
            ErrorCode.CLUSTER_STATE_INVALID,
            "The new master has no certificate yet; the owner must sign its ClusterCsr first.");
      }
      return joining;
    }
    return members.with(
        cluster,
        joining,
        member -> {
          ClusterMember certified = joining.withCertificate(Optional.of(certify(cluster, member)));
          if (cluster.kekVersion() == 0) {
            return certified;
          }
          complete(cluster, member, officer);
          requireEqual(member, checks(cluster)::pass);
          return certified.withDomainKeys(String.join("; ", member.warnings()));
        });
  }

  HsmCluster rotate(HsmCluster cluster, Optional<SecretBytes> officer, Progress progress) {
    return new KekRotation(store, members, transfer, quarantine).rotate(cluster, officer, progress);
  }

  /// Refuses unless another HSM proves to hold the domain keys.
  void requireElsewhere(HsmCluster cluster, HsmId but) {
    for (ClusterMember other : quarantine.outside(cluster)) {
      if (!other.id().equals(but) && other.holdsDomainKeys() && proves(cluster, other)) {
        return;
      }
    }
    throw new KmsException(
        ErrorCode.CLUSTER_STATE_INVALID,
        "No other HSM proves to hold the cluster's keys; an instance would lose its keys.");
  }

  /// Gives a member the versions that it lacks; one that holds other keys gets none.
  void replenish(HsmCluster cluster, HsmMember member, Optional<SecretBytes> officer) {
    if (cluster.kekVersion() > 0 && isEqual(member, held(cluster, member))) {
      complete(cluster, member, officer);
    }
  }

  /// Gives the versions that an HSM lacks, unless it shows by those it has that it is of another
  /// cluster.
  private void complete(HsmCluster cluster, HsmMember member, Optional<SecretBytes> officer) {
    Set<Integer> held = member.domainKeyVersions();
    requireEqual(member, held(cluster, member));
    for (int version = FIRST_KEK; version <= cluster.kekVersion(); version++) {
      if (!held.contains(version)) {
        transfer.receive(cluster, member, version, officer);
      }
    }
  }

  private boolean proves(HsmCluster cluster, ClusterMember member) {
    try {
      return members.with(cluster, member, checks(cluster)::pass);
    } catch (KmsException e) {
      return false;
    }
  }

  /// That the versions which it holds are the cluster's.
  private Predicate<HsmMember> held(HsmCluster cluster, HsmMember member) {
    Set<Integer> held = member.domainKeyVersions();
    return hsm -> checks(cluster).pass(hsm, held);
  }

  private static boolean isEqual(HsmMember member, Predicate<HsmMember> check) {
    try {
      return check.test(member);
    } catch (HsmException e) {
      if (e.failure() != HsmFailure.BAD_CIPHERTEXT) {
        throw e;
      }
      return false;
    }
  }

  private static void requireEqual(HsmMember member, Predicate<HsmMember> check) {
    if (!isEqual(member, check)) {
      throw new HsmException(
          HsmFailure.CALLER,
          "HSM " + member.identity().label() + " holds other domain keys; empty it first");
    }
  }

  DomainChecks checks(HsmCluster cluster) {
    return DomainChecks.find(store, cluster.id())
        .orElseThrow(() -> new KmsException(ErrorCode.CLUSTER_STATE_INVALID));
  }

  /// By the master, inside its HSM.
  private String certify(HsmCluster cluster, HsmMember joining) {
    ClusterMember master = cluster.master().flatMap(cluster::member).orElseThrow();
    X500Name subject = IdentCertificates.subject(cluster.id(), joining.identity());
    SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(joining.ensureIdent());
    return members.with(
        cluster,
        master,
        hsm ->
            certificates.issue(
                IdentCertificates.issuer(cluster),
                new IdentSigner(hsm),
                subject,
                key,
                false,
                clock.instant()));
  }
}
