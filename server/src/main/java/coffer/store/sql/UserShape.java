package coffer.store.sql;

import coffer.model.EntityId;
import coffer.model.User;
import coffer.model.UserName;
import java.sql.SQLException;

/// Users.
final class UserShape implements Shape.Simple<EntityId, User> {
  @Override
  public String table() {
    return "ram_users";
  }

  @Override
  public String key() {
    return "id";
  }

  @Override
  public EntityId id(User value) {
    return value.id();
  }

  @Override
  public Row row(User value) {
    return Row.of("id", value.id().value())
        .text("name", value.name().value())
        .text("display_name", value.displayName())
        .text("mobile_phone", value.mobilePhone())
        .text("email", value.email())
        .text("comments", value.comments())
        .time("created_at", value.created())
        .time("updated_at", value.updated())
        .time("last_login_at", value.lastLogin());
  }

  @Override
  public User read(Columns columns) throws SQLException {
    return new User(
        new EntityId(columns.text("id")),
        new UserName(columns.text("name")),
        columns.text("display_name"),
        columns.text("mobile_phone"),
        columns.text("email"),
        columns.text("comments"),
        columns.time("created_at"),
        columns.time("updated_at"),
        columns.timeOrAbsent("last_login_at"));
  }
}
