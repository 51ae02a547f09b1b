package coffer.store.sql;

import java.util.Map;

/// Rows of other tables that are part of a row, and go with it.
///
/// @param <P> all that belongs to one row
interface Belongings<P> {
  /// What a row has that owns nothing.
  P none();

  /// By owner; an owner of nothing may be left out.
  ///
  /// @param owners a SELECT of the owners' ids
  Map<String, P> read(Session session, String owners, Row arguments);

  void insert(Session session, String owner, P all);

  void update(Session session, String owner, P before, P after);
}
