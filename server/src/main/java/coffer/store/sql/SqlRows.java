package coffer.store.sql;

import coffer.store.Rows;
import java.util.List;
import java.util.Optional;

/// Reading one table.
class SqlRows<I, V> implements Rows<I, V> {
  static final int ROWS_PER_PAGE_MAX = 1_000;

  private final Session session;
  private final RowSource<V> source;

  SqlRows(Session session, RowSource<V> source) {
    this.session = session;
    this.source = source;
  }

  @Override
  public Optional<V> find(I id) {
    String tail = "WHERE " + source.key() + " = :id";
    return source.read(session, tail, Row.of("id", id.toString())).stream().findFirst();
  }

  @Override
  public List<V> page(int offset, int limit) {
    if (offset < 0 || limit < 1 || limit > ROWS_PER_PAGE_MAX) {
      throw new IllegalArgumentException("no such page");
    }
    return source.read(
        session,
        "ORDER BY created_at, " + source.key() + " LIMIT :limit OFFSET :offset",
        new Row().whole("limit", limit).whole("offset", offset));
  }

  @Override
  public long count() {
    String sql = "SELECT COUNT(*) AS n FROM " + source.table();
    return session.first(sql, new Row(), columns -> columns.whole("n")).orElse(0L);
  }
}
