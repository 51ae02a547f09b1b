package coffer.clusters;

import coffer.model.ClusterId;
import coffer.model.ClusterMember;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.KmsException;
import coffer.store.Store;
import java.util.ArrayList;
import java.util.List;

/// Makes the keys of a cluster unable to leave its HSMs, for ever.
public final class Sealing {
  private static final int HSMS_MIN = 2;

  private final Store store;
  private final MemberAccess members;
  private final Quarantine quarantine;
  private final OneAtATime turn;

  Sealing(Store store, MemberAccess members, Quarantine quarantine, OneAtATime turn) {
    this.store = store;
    this.members = members;
    this.quarantine = quarantine;
    this.turn = turn;
  }

  /// From its beginning on no HSM joins; what an HSM that is away lacks, a repetition gives it.
  public List<SyncReport> seal(ClusterId id) {
    return turn.run(() -> {
      HsmCluster cluster =
          store
              .read(view -> view.clusters().find(id))
              .orElseThrow(() -> new KmsException(ErrorCode.RESOURCE_NOT_FOUND));
      long holders =
          quarantine.outside(cluster).stream().filter(ClusterMember::holdsDomainKeys).count();
      if (holders < HSMS_MIN) {
        throw new KmsException(
            ErrorCode.CLUSTER_STATE_INVALID,
            "Fewer than two HSMs hold the cluster's keys: sealed now, they would be lost with one.");
      }
      HsmCluster sealed =
          store.inTransaction(
              transaction -> transaction.clusters().update(id, HsmCluster::asSealed));
      List<SyncReport> reports = new ArrayList<>();
      for (ClusterMember member : sealed.members()) {
        String trouble = seal(sealed, member);
        reports.add(new SyncReport(member.id(), trouble.isEmpty(), trouble));
      }
      return reports;
    });
  }

  private String seal(HsmCluster cluster, ClusterMember member) {
    if (!member.holdsDomainKeys()) {
      return "it holds no keys, and gets none any more";
    }
    if (quarantine.holds(member)) {
      return "it is in quarantine, and not sealed";
    }
    try {
      boolean _ =
          members.with(
              cluster,
              member,
              hsm -> {
                hsm.sealDomainKeys();
                return true;
              });
      return "";
    } catch (KmsException e) {
      return "not sealed: " + e.getMessage();
    }
  }
}
