package coffer.store.sql;

import coffer.store.StoreException;
import coffer.store.StoreException.Reason;
import coffer.store.Table;
import java.util.List;
import java.util.function.UnaryOperator;

/// Changing one table.
final class SqlTable<I, V> extends SqlRows<I, V> implements Table<I, V> {
  private final Session session;
  private final Shape<I, V> shape;

  SqlTable(Session session, Shape<I, V> shape) {
    super(session, shape);
    this.session = session;
    this.shape = shape;
  }

  @Override
  public void insert(V value) {
    switch (shape) {
      case Shape.Simple<I, V> simple -> insertRow(value);
      case Shape.Whole<I, V, ?> whole -> session.atomically(() -> insertWhole(whole, value));
    }
  }

  private <P> void insertWhole(Shape.Whole<I, V, P> whole, V value) {
    insertRow(value);
    whole.parts().insert(session, shape.id(value).toString(), whole.partsOf(value));
  }

  private void insertRow(V value) {
    Row row = shape.row(value).whole("rev", 1);
    if (session.execute(Sql.insert(shape.table(), row), row) == 0) {
      throw new StoreException(
          Reason.DUPLICATE, "A row of " + shape.table() + " has this id already.");
    }
  }

  @Override
  public V update(I id, UnaryOperator<V> change) {
    long rev = rev(id);
    V before = find(id).orElseThrow(this::missing);
    V after = change.apply(before);
    if (!shape.id(after).equals(id)) {
      throw new IllegalArgumentException("an update keeps the id");
    }
    switch (shape) {
      case Shape.Simple<I, V> simple -> updateRow(after, rev);
      case Shape.Whole<I, V, ?> whole ->
          session.atomically(() -> updateWhole(whole, before, after, rev));
    }
    return find(id).orElseThrow(this::missing);
  }

  private <P> void updateWhole(Shape.Whole<I, V, P> whole, V before, V after, long rev) {
    updateRow(after, rev);
    whole
        .parts()
        .update(session, shape.id(after).toString(), whole.partsOf(before), whole.partsOf(after));
  }

  private void updateRow(V value, long rev) {
    Row row = shape.row(value);
    String sql =
        Sql.update(shape.table(), row, ", rev = rev + 1", List.of(shape.key())) + " AND rev = :rev";
    if (session.execute(sql, row.whole("rev", rev)) == 0) {
      throw new StoreException(
          Reason.UNAVAILABLE, "A row of " + shape.table() + " was changed by another writer.");
    }
  }

  private long rev(I id) {
    return session
        .first(
            "SELECT rev FROM " + shape.table() + " WHERE " + shape.key() + " = :id",
            Row.of("id", id.toString()),
            columns -> columns.whole("rev"))
        .orElseThrow(this::missing);
  }

  @Override
  public void delete(I id) {
    String sql = Sql.delete(shape.table(), List.of(shape.key()));
    if (session.execute(sql, Row.of(shape.key(), id.toString())) == 0) {
      throw missing();
    }
  }

  private StoreException missing() {
    return new StoreException(Reason.MISSING, "No row of " + shape.table() + " has this id.");
  }
}
