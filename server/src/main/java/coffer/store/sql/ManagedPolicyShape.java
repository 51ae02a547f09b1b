package coffer.store.sql;

import coffer.model.ManagedPolicy;
import coffer.model.PolicyName;
import coffer.model.PolicyVersion;
import java.sql.SQLException;
import java.util.List;

/// Policies of users, groups and roles, with their versions.
final class ManagedPolicyShape
    implements Shape.Whole<PolicyName, ManagedPolicy, List<PolicyVersion>> {
  @Override
  public String table() {
    return "ram_policies";
  }

  @Override
  public String key() {
    return "name";
  }

  @Override
  public PolicyName id(ManagedPolicy value) {
    return value.name();
  }

  @Override
  public Row row(ManagedPolicy value) {
    return Row.of("name", value.name().value())
        .text("description", value.description())
        .whole("default_version", value.defaultVersion())
        .whole("newest", value.newest())
        .time("created_at", value.created())
        .time("updated_at", value.updated());
  }

  @Override
  public Parts<PolicyVersion> parts() {
    return new PolicyVersionParts();
  }

  @Override
  public List<PolicyVersion> partsOf(ManagedPolicy value) {
    return value.versions();
  }

  @Override
  public ManagedPolicy read(Columns columns, List<PolicyVersion> versions) throws SQLException {
    return new ManagedPolicy(
        new PolicyName(columns.text("name")),
        columns.text("description"),
        (int) columns.whole("default_version"),
        (int) columns.whole("newest"),
        columns.time("created_at"),
        columns.time("updated_at"),
        versions);
  }
}
