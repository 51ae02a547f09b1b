package coffer.store.sql;

import coffer.model.EntityId;
import coffer.model.Membership;
import java.sql.SQLException;

/// Which user is in which group.
final class MembershipShape implements Shape.Simple<Membership.Id, Membership> {
  @Override
  public String table() {
    return "ram_memberships";
  }

  @Override
  public String key() {
    return "id";
  }

  @Override
  public Membership.Id id(Membership value) {
    return value.id();
  }

  @Override
  public Row row(Membership value) {
    return Row.of("id", value.id().toString())
        .text("user_id", value.user().value())
        .text("group_id", value.group().value())
        .time("created_at", value.joined());
  }

  @Override
  public Membership read(Columns columns) throws SQLException {
    return new Membership(
        new EntityId(columns.text("user_id")),
        new EntityId(columns.text("group_id")),
        columns.time("created_at"));
  }
}
