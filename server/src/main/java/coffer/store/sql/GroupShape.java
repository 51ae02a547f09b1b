package coffer.store.sql;

import coffer.model.EntityId;
import coffer.model.Group;
import coffer.model.GroupName;
import java.sql.SQLException;

/// Groups of users.
final class GroupShape implements Shape.Simple<EntityId, Group> {
  @Override
  public String table() {
    return "ram_groups";
  }

  @Override
  public String key() {
    return "id";
  }

  @Override
  public EntityId id(Group value) {
    return value.id();
  }

  @Override
  public Row row(Group value) {
    return Row.of("id", value.id().value())
        .text("name", value.name().value())
        .text("comments", value.comments())
        .time("created_at", value.created())
        .time("updated_at", value.updated());
  }

  @Override
  public Group read(Columns columns) throws SQLException {
    return new Group(
        new EntityId(columns.text("id")),
        new GroupName(columns.text("name")),
        columns.text("comments"),
        columns.time("created_at"),
        columns.time("updated_at"));
  }
}
