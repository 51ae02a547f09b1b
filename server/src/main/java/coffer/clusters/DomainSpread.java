package coffer.clusters;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmMember;
import coffer.hsm.TransportedKeys;
import coffer.model.ClusterMember;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.store.Store;
import java.time.Clock;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/// KEK and integrity key of a cluster: made on its master, cloned to the others, proven to be equal
/// everywhere; and the certificates that make an HSM one of the cluster.
final class DomainSpread {
  private static final int FIRST_KEK = 1;

  private final Store store;
  private final Clock clock;
  private final IdentCertificates certificates;
  private final OfficerPasswords officers;
  private final MemberAccess members;
  private final Quarantine quarantine;

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
    this.officers = officers;
    this.members = members;
    this.quarantine = quarantine;
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
      transaction.putSetting(ClusterService.checkSetting(cluster.id()), made.check().encode());
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
          if (member.domainKeyVersion() == 0) {
            receive(cluster, member, officer);
          }
          requireDomain(cluster, member);
          return certified.withDomainKeys(String.join("; ", member.warnings()));
        });
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

  private boolean proves(HsmCluster cluster, ClusterMember member) {
    try {
      return members.with(cluster, member, check(cluster)::passes);
    } catch (KmsException e) {
      return false;
    }
  }

  private void requireDomain(HsmCluster cluster, HsmMember member) {
    boolean equal;
    try {
      equal = check(cluster).passes(member);
    } catch (HsmException e) {
      if (e.failure() != HsmFailure.BAD_CIPHERTEXT) {
        throw e;
      }
      equal = false;
    }
    if (!equal) {
      throw new HsmException(
          HsmFailure.CALLER,
          "HSM " + member.identity().label() + " holds other domain keys; empty it first");
    }
  }

  DomainCheck check(HsmCluster cluster) {
    return store
        .read(view -> view.settings().find(ClusterService.checkSetting(cluster.id())))
        .filter(bytes -> bytes.length > 0)
        .map(DomainCheck::decode)
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

  private void receive(HsmCluster cluster, HsmMember joining, Optional<SecretBytes> officer) {
    byte[] transport = joining.offerTransport();
    KmsException refusal = KmsException.missing("MasterSecurityOfficerPassword");
    for (ClusterMember source : quarantine.outside(cluster)) {
      Optional<SecretBytes> password =
          source.holdsDomainKeys() ? officers.find(source.id(), officer) : Optional.empty();
      if (password.isEmpty()) {
        continue;
      }
      try (SecretBytes so = password.get()) {
        TransportedKeys keys =
            members.with(
                cluster,
                source,
                hsm ->
                    Refusals.during(
                        "MasterSecurityOfficerPassword",
                        () -> hsm.exportDomainKeys(transport, so)));
        officers.remember(source.id(), so);
        joining.importDomainKeys(keys);
        return;
      } catch (KmsException e) {
        if (e.code() != ErrorCode.SERVICE_UNAVAILABLE) {
          // A wrong password must not be tried on every HSM.
          throw e;
        }
        refusal = e;
      }
    }
    throw refusal;
  }
}
