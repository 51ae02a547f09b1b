package coffer.operations.des;

import coffer.clusters.ClusterService;
import coffer.model.ClusterMember;
import coffer.model.HsmCluster;
import coffer.operations.Doc;
import coffer.operations.Services;
import java.util.List;
import java.util.Optional;

/// A cluster as GetCluster and ListClusters answer it.
public record ClusterDescription(
    @Doc("Id of the cluster.") String clusterId,
    @Doc("Its name.") String clusterName,
    @Doc("NEW, INITIALIZED or ACTIVATED.") String status,
    @Doc("What it lacks before it can serve.") List<String> activationMissing,
    @Doc("Region label.") String regionId,
    @Doc("When it was created, in epoch milliseconds.") long createTime,
    @Doc("HSMs in it.") int size,
    @Doc("Its zones.") List<Zone> zones,
    @Doc("Its HSMs.") List<Member> instances,
    @Doc("What the owner is to sign for the master, in PEM.") Optional<String> clusterCsr,
    @Doc("Its master's certificate, issued by the owner, in PEM.")
        Optional<String> clusterCertificate,
    @Doc("The owner's CA certificate, in PEM: the security domain certificate.")
        Optional<String> clusterOwnerCertificate) {

  /// One zone.
  public record Zone(@Doc("Its id.") String zoneId) {}

  /// One HSM.
  public record Member(
      @Doc("Id of the HSM.") String instanceId,
      @Doc("Whether it is the master.") boolean master,
      @Doc("Its zone.") String zoneId) {}

  static ClusterDescription of(Services services, HsmCluster cluster) {
    return new ClusterDescription(
        cluster.id().value(),
        cluster.name(),
        Clusters.status(cluster),
        ClusterService.missing(cluster),
        services.account().region(),
        cluster.created().toEpochMilli(),
        cluster.members().size(),
        cluster.members().stream().map(ClusterMember::zone).distinct().map(Zone::new).toList(),
        cluster.members().stream().map(m -> member(cluster, m)).toList(),
        cluster.csr(),
        cluster.clusterCertificate(),
        cluster.ownerCertificate());
  }

  private static Member member(HsmCluster cluster, ClusterMember member) {
    boolean master = cluster.master().filter(member.id()::equals).isPresent();
    return new Member(member.id().value(), master, member.zone());
  }
}
