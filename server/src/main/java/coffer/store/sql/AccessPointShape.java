package coffer.store.sql;

import coffer.model.AccessPointName;
import coffer.model.AccessPolicyName;
import coffer.model.ApplicationAccessPoint;
import java.sql.SQLException;

/// Application access points.
final class AccessPointShape implements Shape.Simple<AccessPointName, ApplicationAccessPoint> {
  @Override
  public String table() {
    return "access_points";
  }

  @Override
  public String key() {
    return "name";
  }

  @Override
  public AccessPointName id(ApplicationAccessPoint value) {
    return value.name();
  }

  @Override
  public Row row(ApplicationAccessPoint value) {
    return Row.of("name", value.name().value())
        .text("policies", JsonTexts.write(value.policies()))
        .text("description", value.description())
        .time("created_at", value.created());
  }

  @Override
  public ApplicationAccessPoint read(Columns columns) throws SQLException {
    return new ApplicationAccessPoint(
        new AccessPointName(columns.text("name")),
        columns.texts("policies").stream().map(AccessPolicyName::new).toList(),
        columns.text("description"),
        columns.time("created_at"));
  }
}
