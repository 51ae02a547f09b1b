package coffer.store.sql;

import java.util.List;

/// Single values by name.
final class Settings implements RowSource<byte[]> {
  private static final String PUT =
      """
      INSERT INTO settings (name, value, created_at) VALUES (:name, :value, :created_at)
      ON CONFLICT (name) DO UPDATE SET value = excluded.value\
      """;

  @Override
  public String table() {
    return "settings";
  }

  @Override
  public String key() {
    return "name";
  }

  @Override
  public List<byte[]> read(Session session, String tail, Row arguments) {
    return session.query(
        "SELECT value FROM settings " + tail, arguments, columns -> columns.bytes("value"));
  }

  void put(Session session, Row row) {
    session.execute(PUT, row);
  }
}
