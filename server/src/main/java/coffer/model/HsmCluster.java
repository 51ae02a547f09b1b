package coffer.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Several HSMs that hold the same KEK.
///
/// @param master the member whose IDENT key the owner certified
/// @param csr PEM: what the owner is to sign for the master's IDENT key
/// @param clusterCertificate PEM: the master's IDENT certificate, issued by the owner's CA
/// @param ownerCertificate PEM of the owner's CA: the ClusterOwnerCertificate
/// @param kekVersion the newest KEK; 0 before it is made
/// @param sealed whether the KEK can leave its HSMs no more
/// @param initialized whether the owner asked for the cluster to be initialised
/// @param cryptoUser whether kmsuser exists on the members
public record HsmCluster(
    ClusterId id,
    String name,
    Optional<HsmId> master,
    Optional<String> csr,
    Optional<String> clusterCertificate,
    Optional<String> ownerCertificate,
    int kekVersion,
    boolean sealed,
    boolean initialized,
    boolean cryptoUser,
    Instant created,
    List<ClusterMember> members) {

  public HsmCluster {
    members = List.copyOf(members);
  }

  /// New: one HSM, nothing certified, no keys.
  public static HsmCluster of(
      ClusterId id, String name, ClusterMember master, String csr, Instant created) {
    return new HsmCluster(
        id,
        name,
        Optional.of(master.id()),
        Optional.of(csr),
        Optional.empty(),
        Optional.empty(),
        0,
        false,
        false,
        false,
        created,
        List.of(master));
  }

  public long zones() {
    return members.stream().map(ClusterMember::zone).distinct().count();
  }

  public Optional<ClusterMember> member(HsmId hsm) {
    return members.stream().filter(member -> member.id().equals(hsm)).findFirst();
  }

  public boolean isMaster(HsmId hsm) {
    return master.filter(hsm::equals).isPresent();
  }

  public HsmCluster withName(String text) {
    return new HsmCluster(
        id,
        text,
        master,
        csr,
        clusterCertificate,
        ownerCertificate,
        kekVersion,
        sealed,
        initialized,
        cryptoUser,
        created,
        members);
  }

  /// @param certificate empty while the owner has not yet signed for this master
  public HsmCluster withMaster(HsmId hsm, String request, Optional<String> certificate) {
    return new HsmCluster(
        id,
        name,
        Optional.of(hsm),
        Optional.of(request),
        certificate,
        ownerCertificate,
        kekVersion,
        sealed,
        initialized,
        cryptoUser,
        created,
        members);
  }

  public HsmCluster withCertificates(String certificate, String owner) {
    return new HsmCluster(
        id,
        name,
        master,
        csr,
        Optional.of(certificate),
        Optional.of(owner),
        kekVersion,
        sealed,
        initialized,
        cryptoUser,
        created,
        members);
  }

  public HsmCluster withKek(int version) {
    return withProgress(version, sealed, initialized, cryptoUser);
  }

  public HsmCluster asSealed() {
    return withProgress(kekVersion, true, initialized, cryptoUser);
  }

  public HsmCluster asInitialized() {
    return withProgress(kekVersion, sealed, true, cryptoUser);
  }

  public HsmCluster withCryptoUser() {
    return withProgress(kekVersion, sealed, initialized, true);
  }

  public HsmCluster withMember(HsmId hsm, UnaryOperator<ClusterMember> change) {
    return withMembers(
        members.stream().map(m -> m.id().equals(hsm) ? change.apply(m) : m).toList());
  }

  public HsmCluster joined(ClusterMember member) {
    List<ClusterMember> all = new ArrayList<>(members);
    all.add(member);
    return withMembers(all);
  }

  public HsmCluster without(HsmId hsm) {
    return withMembers(members.stream().filter(m -> !m.id().equals(hsm)).toList());
  }

  private HsmCluster withMembers(List<ClusterMember> all) {
    return new HsmCluster(
        id,
        name,
        master,
        csr,
        clusterCertificate,
        ownerCertificate,
        kekVersion,
        sealed,
        initialized,
        cryptoUser,
        created,
        all);
  }

  private HsmCluster withProgress(int kek, boolean closed, boolean begun, boolean user) {
    return new HsmCluster(
        id,
        name,
        master,
        csr,
        clusterCertificate,
        ownerCertificate,
        kek,
        closed,
        begun,
        user,
        created,
        members);
  }
}
