package coffer.store.sql;

import coffer.model.ClusterId;
import coffer.model.InstanceStatus;
import coffer.model.KmsInstance;
import coffer.model.KmsInstanceId;
import java.sql.SQLException;

/// Dedicated instances.
final class InstanceShape implements Shape.Simple<KmsInstanceId, KmsInstance> {
  @Override
  public String table() {
    return "instances";
  }

  @Override
  public String key() {
    return "id";
  }

  @Override
  public KmsInstanceId id(KmsInstance value) {
    return value.id();
  }

  @Override
  public Row row(KmsInstance value) {
    return Row.of("id", value.id().value())
        .text("name", value.name())
        .text("status", value.status().wireName())
        .text("reason", value.reason())
        .text("cluster_id", value.cluster())
        .bytes("sealed_password", value.sealedPassword())
        .text("security_domain_certificate", value.securityDomainCertificate())
        .flag("is_default", value.isDefault())
        .time("created_at", value.created());
  }

  @Override
  public KmsInstance read(Columns columns) throws SQLException {
    return new KmsInstance(
        new KmsInstanceId(columns.text("id")),
        columns.text("name"),
        columns.name(InstanceStatus.class, "status"),
        columns.textOrAbsent("reason"),
        columns.textOrAbsent("cluster_id").map(ClusterId::new),
        columns.bytesOrAbsent("sealed_password"),
        columns.textOrAbsent("security_domain_certificate"),
        columns.flag("is_default"),
        columns.time("created_at"));
  }
}
