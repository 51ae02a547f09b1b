package coffer.store.sql;

import coffer.model.PolicyName;
import coffer.model.PolicyVersion;
import java.sql.SQLException;

/// The versions of a policy.
final class PolicyVersionParts extends Parts<PolicyVersion> {
  private static final String POLICY = "policy_name";

  PolicyVersionParts() {
    super("ram_policy_versions", POLICY);
  }

  @Override
  String id(PolicyVersion version) {
    return version.policy() + "/" + version.versionId();
  }

  @Override
  Row row(PolicyVersion version) {
    return Row.of("id", id(version))
        .whole("version", version.number())
        .text("document", version.document())
        .time("created_at", version.created());
  }

  @Override
  PolicyVersion read(Columns columns) throws SQLException {
    return new PolicyVersion(
        new PolicyName(columns.text(POLICY)),
        (int) columns.whole("version"),
        columns.text("document"),
        columns.time("created_at"));
  }
}
