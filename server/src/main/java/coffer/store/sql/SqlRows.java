package coffer.store.sql;

import coffer.store.Rows;
import java.util.List;
import java.util.Optional;

/// Reading one table, or the part of it that a restriction leaves.
class SqlRows<I, V> implements Rows<I, V> {
  static final int ROWS_PER_PAGE_MAX = 1_000;

  private final Session session;
  private final RowSource<V> source;
  private final Restriction restriction;

  SqlRows(Session session, RowSource<V> source) {
    this(session, source, Restriction.NONE);
  }

  SqlRows(Session session, RowSource<V> source, Restriction restriction) {
    this.session = session;
    this.source = source;
    this.restriction = restriction;
  }

  @Override
  public Optional<V> find(I id) {
    String tail = where() + " AND " + source.key() + " = :id";
    Row arguments = new Row().with(restriction.arguments()).text("id", id.toString());
    return source.read(session, tail, arguments).stream().findFirst();
  }

  @Override
  public List<V> page(int offset, int limit) {
    if (offset < 0 || limit < 1 || limit > ROWS_PER_PAGE_MAX) {
      throw new IllegalArgumentException("no such page");
    }
    Row arguments =
        new Row().with(restriction.arguments()).whole("limit", limit).whole("offset", offset);
    return source.read(
        session,
        where() + " ORDER BY created_at, " + source.key() + " LIMIT :limit OFFSET :offset",
        arguments);
  }

  @Override
  public long count() {
    String sql = "SELECT COUNT(*) AS n FROM " + source.table() + " " + where();
    return session.first(sql, restriction.arguments(), columns -> columns.whole("n")).orElse(0L);
  }

  private String where() {
    return "WHERE " + restriction.condition();
  }
}
