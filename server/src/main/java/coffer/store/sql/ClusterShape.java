package coffer.store.sql;

import coffer.model.ClusterId;
import coffer.model.ClusterMember;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import java.sql.SQLException;
import java.util.List;

/// HSM clusters, with their members.
final class ClusterShape implements Shape.Whole<ClusterId, HsmCluster, List<ClusterMember>> {
  @Override
  public String table() {
    return "clusters";
  }

  @Override
  public String key() {
    return "id";
  }

  @Override
  public ClusterId id(HsmCluster value) {
    return value.id();
  }

  @Override
  public Row row(HsmCluster value) {
    return Row.of("id", value.id().value())
        .text("name", value.name())
        .text("master", value.master())
        .text("csr", value.csr())
        .text("cluster_certificate", value.clusterCertificate())
        .text("owner_certificate", value.ownerCertificate())
        .whole("kek_version", value.kekVersion())
        .flag("sealed", value.sealed())
        .flag("initialized", value.initialized())
        .flag("crypto_user", value.cryptoUser())
        .time("created_at", value.created());
  }

  @Override
  public Parts<ClusterMember> parts() {
    return new ClusterMemberParts();
  }

  @Override
  public List<ClusterMember> partsOf(HsmCluster value) {
    return value.members();
  }

  @Override
  public HsmCluster read(Columns columns, List<ClusterMember> members) throws SQLException {
    return new HsmCluster(
        new ClusterId(columns.text("id")),
        columns.text("name"),
        columns.textOrAbsent("master").map(HsmId::new),
        columns.textOrAbsent("csr"),
        columns.textOrAbsent("cluster_certificate"),
        columns.textOrAbsent("owner_certificate"),
        Math.toIntExact(columns.whole("kek_version")),
        columns.flag("sealed"),
        columns.flag("initialized"),
        columns.flag("crypto_user"),
        columns.time("created_at"),
        members);
  }
}
