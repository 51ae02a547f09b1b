package coffer.store.sql;

import coffer.model.AccessKey;
import coffer.model.AccessKeyId;
import java.sql.SQLException;

/// Access keys with their sealed secrets.
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
        .text("owner", value.owner())
        .bytes("sealed_secret", value.sealedSecret())
        .flag("active", value.active())
        .time("created_at", value.created());
  }

  @Override
  public AccessKey read(Columns columns) throws SQLException {
    return new AccessKey(
        new AccessKeyId(columns.text("id")),
        columns.text("owner"),
        columns.bytes("sealed_secret"),
        columns.flag("active"),
        columns.time("created_at"));
  }
}
