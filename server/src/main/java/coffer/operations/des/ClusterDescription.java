package coffer.operations.des;

import coffer.clusters.ClusterLabels;
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
    @Doc("Whether its keys can leave its HSMs no more, so that none can join.") boolean keysSealed,
    @Doc("Whether a change of kmsuser's password waits to be finished.")
        boolean passwordChangePending,
    @Doc("Region label.") String regionId,
    @Doc("When it was created, in epoch milliseconds.") long createTime,
    @Doc("HSMs in it.") int size,
    @Doc("Label of its network.") Optional<String> vpcId,
    @Doc("Labels of the parts of its network.") List<String> vSwitchIds,
    @Doc("Addresses that the owner's network lets to its HSMs.") Optional<String> whitelist,
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
      @Doc("Its place in the cluster, from 0.") int nodeId,
      @Doc("Whether it is the master.") boolean master,
      @Doc("Its zone.") String zoneId,
      @Doc("ACTIVE; FAILURE while it does not serve.") String status,
      @Doc("Why it does not serve.") Optional<String> statusReason,
      @Doc("What probing found; GetInstance answers everything that was tried.")
          Optional<String> warnings) {}

  static ClusterDescription of(Services services, HsmCluster cluster) {
    ClusterLabels labels = services.clusters().labels(cluster.id());
    return new ClusterDescription(
        cluster.id().value(),
        cluster.name(),
        Clusters.status(services, cluster),
        services.clusters().missing(cluster),
        cluster.sealed(),
        services.administration().passwords().isPending(cluster.id()),
        services.account().region(),
        cluster.created().toEpochMilli(),
        cluster.members().size(),
        labels.vpcId(),
        labels.vSwitchIds(),
        Optional.of(String.join(",", labels.whitelist())).filter(text -> !text.isEmpty()),
        cluster.members().stream().map(ClusterMember::zone).distinct().map(Zone::new).toList(),
        cluster.members().stream().map(m -> member(services, cluster, m)).toList(),
        cluster.csr(),
        cluster.clusterCertificate(),
        cluster.ownerCertificate());
  }

  private static Member member(Services services, HsmCluster cluster, ClusterMember member) {
    HsmDescription hsm = HsmDescription.of(services, new Clusters.Seat(cluster, member));
    return new Member(
        hsm.instanceId(),
        cluster.members().indexOf(member),
        hsm.master(),
        hsm.zoneId(),
        hsm.status(),
        hsm.statusReason(),
        hsm.warnings());
  }
}
