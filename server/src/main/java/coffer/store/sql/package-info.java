/// The SQL driver of the store: SQLite in one file, in a subset of SQL that PostgreSQL also takes.
///
/// One thread writes (`Writer`) and lets several transactions share one commit; a few read-only
/// connections read (`Readers`). A `Shape` says how one kind of record becomes columns, and the
/// generic `SqlRows` and `SqlTable` do the rest. What only SQLite knows stands in `SqliteDialect`.
package coffer.store.sql;
