package coffer.store.sql;

import java.sql.SQLException;
import java.util.List;

/// How one kind of record becomes a row and comes back. An id's text is its `toString`.
sealed interface Shape<I, V> extends RowSource<V> permits Shape.Simple, Shape.Whole {
  I id(V value);

  /// Every column but `rev`.
  Row row(V value);

  /// For records that are one row.
  non-sealed interface Simple<I, V> extends Shape<I, V> {
    V read(Columns columns) throws SQLException;

    @Override
    default List<V> read(Session session, String tail, Row arguments) {
      return session.query("SELECT * FROM " + table() + " " + tail, arguments, this::read);
    }
  }

  /// For records that have rows of their own in other tables.
  ///
  /// @param <P> all of those rows
  non-sealed interface Whole<I, V, P> extends Shape<I, V> {
    Belongings<P> parts();

    P partsOf(V value);

    V read(Columns columns, P parts) throws SQLException;

    @Override
    default List<V> read(Session session, String tail, Row arguments) {
      var parts =
          parts().read(session, "SELECT " + key() + " FROM " + table() + " " + tail, arguments);
      return session.query(
          "SELECT * FROM " + table() + " " + tail,
          arguments,
          columns -> read(columns, parts.getOrDefault(columns.text(key()), parts().none())));
    }
  }
}
