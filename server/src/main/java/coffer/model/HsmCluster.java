package coffer.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Several HSMs that hold the same KEK.
///
/// @param master the member whose IDENT key the owner certified
/// @param clusterCertificate PEM: the master's IDENT certificate, issued by the owner's CA
/// @param ownerCertificate PEM of the owner's CA: the ClusterOwnerCertificate
/// @param kekVersion the newest KEK; 0 before the cluster is initialised
public record HsmCluster(
    ClusterId id,
    String name,
    Optional<HsmId> master,
    Optional<String> clusterCertificate,
    Optional<String> ownerCertificate,
    int kekVersion,
    boolean sealed,
    Instant created,
    List<ClusterMember> members) {

  public HsmCluster {
    members = List.copyOf(members);
  }

  public long zones() {
    return members.stream().map(ClusterMember::zone).distinct().count();
  }
}
