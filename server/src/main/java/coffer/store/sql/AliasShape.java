package coffer.store.sql;

import coffer.model.Alias;
import coffer.model.AliasName;
import coffer.model.KeyId;
import java.sql.SQLException;

/// Aliases of keys.
final class AliasShape implements Shape.Simple<AliasName, Alias> {
  @Override
  public String table() {
    return "aliases";
  }

  @Override
  public String key() {
    return "name";
  }

  @Override
  public AliasName id(Alias value) {
    return value.name();
  }

  @Override
  public Row row(Alias value) {
    return Row.of("name", value.name().value())
        .text("key_id", value.key().value())
        .time("created_at", value.created());
  }

  @Override
  public Alias read(Columns columns) throws SQLException {
    return new Alias(
        new AliasName(columns.text("name")),
        new KeyId(columns.text("key_id")),
        columns.time("created_at"));
  }
}
