package coffer.store.sql;

import coffer.model.ClusterMember;
import coffer.model.HsmId;
import java.net.URI;
import java.sql.SQLException;

/// The HSMs of a cluster.
final class ClusterMemberParts extends Parts<ClusterMember> {
  ClusterMemberParts() {
    super("cluster_members", "cluster_id");
  }

  @Override
  String id(ClusterMember member) {
    return member.id().value();
  }

  @Override
  Row row(ClusterMember member) {
    return Row.of("id", id(member))
        .text("uri", member.uri().toString())
        .text("zone", member.zone())
        .text("label", member.label())
        .text("serial", member.serial())
        .text("ident_certificate", member.identCertificate())
        .flag("holds_domain_keys", member.holdsDomainKeys())
        .text("warnings", member.warnings())
        .text("remark", member.remark())
        .time("joined_at", member.joined());
  }

  @Override
  ClusterMember read(Columns columns) throws SQLException {
    return new ClusterMember(
        new HsmId(columns.text("id")),
        URI.create(columns.text("uri")),
        columns.text("zone"),
        columns.text("label"),
        columns.text("serial"),
        columns.textOrAbsent("ident_certificate"),
        columns.flag("holds_domain_keys"),
        columns.text("warnings"),
        columns.text("remark"),
        columns.time("joined_at"));
  }
}
