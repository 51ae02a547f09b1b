package coffer.store.sql;

import coffer.model.KeyId;
import coffer.model.KeyUses;
import java.sql.SQLException;
import java.util.List;

/// Uses of keys by day. They only ever add up.
final class KeyUseRows {
  /// A key may be gone since it was used.
  private static final String ADD =
      """
      INSERT INTO key_uses (key_id, day, calls, last_at, last_by)
      SELECT id, :day, :calls, :last_at, :last_by FROM keys WHERE id = :key_id
      ON CONFLICT (key_id, day) DO UPDATE SET calls = key_uses.calls + excluded.calls,
        last_at = excluded.last_at, last_by = excluded.last_by\
      """;

  private static final String OF =
      "SELECT * FROM key_uses WHERE key_id = :key_id AND day >= :day ORDER BY day LIMIT :limit";

  private static final String FORGET = "DELETE FROM key_uses WHERE day < :day";

  private KeyUseRows() {}

  static void add(Session session, KeyUses uses) {
    int _ =
        session.execute(
            ADD,
            Row.of("key_id", uses.key().value())
                .whole("day", uses.day())
                .whole("calls", uses.calls())
                .time("last_at", uses.last())
                .text("last_by", uses.by()));
  }

  static List<KeyUses> of(Session session, KeyId key, long from, int limit) {
    return session.query(
        OF,
        Row.of("key_id", key.value()).whole("day", from).whole("limit", limit),
        KeyUseRows::read);
  }

  static int forget(Session session, long before) {
    return session.execute(FORGET, new Row().whole("day", before));
  }

  private static KeyUses read(Columns columns) throws SQLException {
    return new KeyUses(
        new KeyId(columns.text("key_id")),
        columns.whole("day"),
        columns.whole("calls"),
        columns.time("last_at"),
        columns.text("last_by"));
  }
}
