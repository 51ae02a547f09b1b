package coffer.store.sql;

import coffer.model.AccessKey;
import coffer.model.AccessKeyId;
import coffer.model.EntityId;
import java.sql.SQLException;
import java.util.Optional;

/// Access keys with their sealed secrets. The owner of the root's is the empty text.
final class AccessKeyShape implements Shape.Simple<AccessKeyId, AccessKey> {
  @Override
  public String table() {
    return "access_keys";
  }

  @Override
  public String key() {
    return "id";
  }

  @Override
  public AccessKeyId id(AccessKey value) {
    return value.id();
  }

  @Override
  public Row row(AccessKey value) {
    return Row.of("id", value.id().value())
        .text("owner", value.owner().map(EntityId::value).orElse(""))
        .bytes("sealed_secret", value.sealedSecret())
        .flag("active", value.active())
        .time("created_at", value.created())
        .time("last_used_at", value.lastUsed());
  }

  @Override
  public AccessKey read(Columns columns) throws SQLException {
    return new AccessKey(
        new AccessKeyId(columns.text("id")),
        Optional.of(columns.text("owner")).filter(owner -> !owner.isEmpty()).map(EntityId::new),
        columns.bytes("sealed_secret"),
        columns.flag("active"),
        columns.time("created_at"),
        columns.timeOrAbsent("last_used_at"));
  }
}
