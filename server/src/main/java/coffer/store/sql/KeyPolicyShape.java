package coffer.store.sql;

import coffer.model.KeyId;
import coffer.model.KeyPolicy;
import java.sql.SQLException;

/// Policies of keys.
final class KeyPolicyShape implements Shape.Simple<KeyId, KeyPolicy> {
  @Override
  public String table() {
    return "key_policies";
  }

  @Override
  public String key() {
    return "key_id";
  }

  @Override
  public KeyId id(KeyPolicy value) {
    return value.key();
  }

  @Override
  public Row row(KeyPolicy value) {
    return Row.of("key_id", value.key().value())
        .text("document", value.document())
        .time("created_at", value.created())
        .time("updated_at", value.updated());
  }

  @Override
  public KeyPolicy read(Columns columns) throws SQLException {
    return new KeyPolicy(
        new KeyId(columns.text("key_id")),
        columns.text("document"),
        columns.time("created_at"),
        columns.time("updated_at"));
  }
}
