package coffer.store.sql;

import coffer.model.EntityId;
import coffer.model.Role;
import coffer.model.RoleName;
import java.sql.SQLException;

/// Roles.
final class RoleShape implements Shape.Simple<EntityId, Role> {
  @Override
  public String table() {
    return "ram_roles";
  }

  @Override
  public String key() {
    return "id";
  }

  @Override
  public EntityId id(Role value) {
    return value.id();
  }

  @Override
  public Row row(Role value) {
    return Row.of("id", value.id().value())
        .text("name", value.name().value())
        .text("description", value.description())
        .text("trust_policy", value.trustPolicy())
        .whole("session_seconds_max", value.sessionSecondsMax())
        .time("created_at", value.created())
        .time("updated_at", value.updated());
  }

  @Override
  public Role read(Columns columns) throws SQLException {
    return new Role(
        new EntityId(columns.text("id")),
        new RoleName(columns.text("name")),
        columns.text("description"),
        columns.text("trust_policy"),
        (int) columns.whole("session_seconds_max"),
        columns.time("created_at"),
        columns.time("updated_at"));
  }
}
