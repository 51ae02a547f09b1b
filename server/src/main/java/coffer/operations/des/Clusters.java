package coffer.operations.des;

import coffer.model.ClusterId;
import coffer.model.ClusterMember;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.KmsException;
import coffer.operations.Services;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

  static HsmId requireMember(HsmCluster cluster, String id) {
    return cluster.members().stream()
        .map(ClusterMember::id)
        .filter(member -> member.value().equals(id))
        .findFirst()
        .orElseThrow(() -> new KmsException(ErrorCode.RESOURCE_NOT_FOUND));
  }

  /// Every HSM: those of clusters, by cluster and seat, then the others.
  static List<HsmDescription> hsms(Services services) {
    Stream<HsmDescription> inside =
        services.clusters().page(0, ALL).stream()
            .flatMap(cluster -> cluster.members().stream().map(m -> new Seat(cluster, m)))
            .map(seat -> HsmDescription.of(services, seat));
    Stream<HsmDescription> outside =
        services.administration().registry().all().stream()
            .map(hsm -> HsmDescription.of(services, hsm));
    return Stream.concat(inside, outside).toList();
  }

  static String status(Services services, HsmCluster cluster) {
    return services.clusters().status(cluster).wireName();
  }
}
