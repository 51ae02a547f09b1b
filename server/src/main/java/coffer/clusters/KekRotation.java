package coffer.clusters;

import coffer.hsm.ClusterHsm;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmMember;
import coffer.model.ClusterMember;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.store.Store;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A new version of a cluster's KEK and integrity key, in steps:
///
/// 1. one HSM makes it, and nobody uses it;
/// 2. it is cloned to every other, and each proves that it holds the same;
/// 3. the store learns of it;
/// 4. the HSMs that serve wrap under it; one that is away does so when it connects.
///
/// After a kill the next attempt finds what is there. A version that the store does not know was
/// never used, so that an HSM which holds another one of that number loses nothing with it.
final class KekRotation {
  private static final Logger LOG = LoggerFactory.getLogger(KekRotation.class);

  private final Store store;
  private final MemberAccess members;
  private final DomainTransfer transfer;
  private final Quarantine quarantine;

  KekRotation(Store store, MemberAccess members, DomainTransfer transfer, Quarantine quarantine) {
    this.store = store;
    this.members = members;
    this.transfer = transfer;
    this.quarantine = quarantine;
  }

  /// @param officer the security officer's password on the HSM that gives the keys away
  HsmCluster rotate(HsmCluster cluster, Optional<SecretBytes> officer, Progress progress) {
    refuseUnready(cluster);
    int next = cluster.kekVersion() + 1;
    // Everybody must answer before anything is made.
    Map<ClusterMember, Set<Integer>> held = new LinkedHashMap<>();
    for (ClusterMember member : cluster.members()) {
      held.put(member, members.with(cluster, member, HsmMember::domainKeyVersions));
    }
    ClusterMember source = source(cluster, held, next);
    DomainCheck check =
        members.with(
            cluster,
            source,
            hsm -> {
              hsm.ensureDomainKeys(next);
              return DomainCheck.create(hsm, next);
            });
    int given = 0;
    for (ClusterMember member : cluster.members()) {
      progress.reached(100 * given++ / cluster.members().size());
      if (!member.id().equals(source.id())) {
        give(cluster, source, member, check, officer);
      }
    }
    HsmCluster rotated =
        store.inTransaction(transaction -> {
          DomainChecks.add(transaction, cluster.id(), check);
          return transaction.clusters().update(cluster.id(), old -> old.withKek(next));
        });
    members.live(cluster.id()).ifPresent(live -> use(live, next));
    return rotated;
  }

  private void refuseUnready(HsmCluster cluster) {
    if (cluster.sealed()) {
      throw state(
          "The cluster is sealed: no KEK of it can be cloned any more, so that a new one would be in"
              + " one HSM only.");
    }
    if (cluster.kekVersion() == 0) {
      throw state("The cluster has no KEK yet.");
    }
    if (!cluster.members().stream().allMatch(ClusterMember::holdsDomainKeys)) {
      throw state("An HSM does not hold the cluster's keys yet; SyncCluster gives them to it.");
    }
    if (quarantine.outside(cluster).size() < cluster.members().size()) {
      throw state(
          "An HSM is in quarantine; SyncCluster tries it again, LeaveCluster takes it out.");
    }
  }

  /// After a kill, one that has the new version already; the master otherwise.
  private static ClusterMember source(
      HsmCluster cluster, Map<ClusterMember, Set<Integer>> held, int next) {
    return held.entrySet().stream()
        .filter(entry -> entry.getValue().contains(next))
        .map(Map.Entry::getKey)
        .findFirst()
        .or(() -> cluster.master().flatMap(cluster::member))
        .orElseGet(() -> cluster.members().getFirst());
  }

  private void give(
      HsmCluster cluster,
      ClusterMember source,
      ClusterMember member,
      DomainCheck check,
      Optional<SecretBytes> officer) {
    boolean equal =
        members.with(
            cluster,
            member,
            hsm -> {
              int next = check.version();
              boolean there = hsm.domainKeyVersions().contains(next);
              if (there && !holds(hsm, check)) {
                LOG.warn("HSM {} holds another KEK {}, never used: replaced", member.id(), next);
                hsm.discardDomainKeys(next);
                there = false;
              }
              if (!there) {
                transfer.receiveFrom(cluster, source, hsm, next, officer);
              }
              return holds(hsm, check);
            });
    if (!equal) {
      throw state("HSM " + member.id() + " does not prove to hold the new KEK; nothing changed.");
    }
  }

  private static boolean holds(HsmMember hsm, DomainCheck check) {
    try {
      return check.passes(hsm);
    } catch (HsmException e) {
      if (e.failure() != HsmFailure.BAD_CIPHERTEXT) {
        throw e;
      }
      return false;
    }
  }

  private static void use(ClusterHsm live, int version) {
    for (HsmMember member : live.serving()) {
      try {
        member.useDomainKeys(version);
      } catch (HsmException e) {
        // It holds both versions, so that all it wraps is good; it takes the new one up when it
        // connects again.
        LOG.warn("HSM {} does not use KEK {} yet", member.identity().label(), version, e);
      }
    }
  }

  private static KmsException state(String message) {
    return new KmsException(ErrorCode.CLUSTER_STATE_INVALID, message);
  }
}
