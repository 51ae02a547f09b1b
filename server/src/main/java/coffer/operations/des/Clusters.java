package coffer.operations.des;

import coffer.clusters.ClusterService;
import coffer.model.ClusterId;
import coffer.model.ClusterMember;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.KmsException;
import coffer.operations.Services;
import java.util.List;
import java.util.Optional;

/// How clusters are found and described by every operation of this API.
final class Clusters {
  private static final int ALL = 1000;

  private Clusters() {}

  /// A member with the cluster it belongs to.
  record Seat(HsmCluster cluster, ClusterMember member) {
    boolean isMaster() {
      return cluster.master().filter(member.id()::equals).isPresent();
    }
  }

  static HsmCluster require(Services services, String id) {
    Optional<HsmCluster> found =
        ClusterId.isValid(id) ? services.clusters().find(new ClusterId(id)) : Optional.empty();
    return found.orElseThrow(() -> new KmsException(ErrorCode.RESOURCE_NOT_FOUND));
  }

  /// Every HSM, in the order of its cluster and seat.
  static List<Seat> seats(Services services) {
    return services.clusters().page(0, ALL).stream()
        .flatMap(cluster -> cluster.members().stream().map(m -> new Seat(cluster, m)))
        .toList();
  }

  static String status(HsmCluster cluster) {
    return ClusterService.status(cluster).wireName();
  }
}
