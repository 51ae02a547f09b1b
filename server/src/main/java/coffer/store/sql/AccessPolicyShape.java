package coffer.store.sql;

import coffer.model.AccessPolicy;
import coffer.model.AccessPolicyName;
import coffer.model.KmsInstanceId;
import coffer.model.NetworkRuleName;
import java.sql.SQLException;

/// Policies of access points.
final class AccessPolicyShape implements Shape.Simple<AccessPolicyName, AccessPolicy> {
  @Override
  public String table() {
    return "access_policies";
  }

  @Override
  public String key() {
    return "name";
  }

  @Override
  public AccessPolicyName id(AccessPolicy value) {
    return value.name();
  }

  @Override
  public Row row(AccessPolicy value) {
    return Row.of("name", value.name().value())
        .text("instance_id", value.instance().value())
        .text("permissions", JsonTexts.write(value.permissions()))
        .text("resources", JsonTexts.write(value.resources()))
        .text("network_rules", JsonTexts.write(value.networkRules()))
        .text("description", value.description())
        .time("created_at", value.created());
  }

  @Override
  public AccessPolicy read(Columns columns) throws SQLException {
    return new AccessPolicy(
        new AccessPolicyName(columns.text("name")),
        new KmsInstanceId(columns.text("instance_id")),
        columns.texts("permissions"),
        columns.texts("resources"),
        columns.texts("network_rules").stream().map(NetworkRuleName::new).toList(),
        columns.text("description"),
        columns.time("created_at"));
  }
}
