package coffer.store.sql;

import java.util.List;

/// How one kind of record is read.
///
/// @param <V> the record
interface RowSource<V> {
  String table();

  /// The column of the id, which ends the order of pages.
  String key();

  /// The records of the rows that `tail` (WHERE or ORDER BY, over this table) selects.
  List<V> read(Session session, String tail, Row arguments);
}
