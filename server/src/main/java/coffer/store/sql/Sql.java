package coffer.store.sql;

import java.util.List;
import java.util.stream.Collectors;

/// The few statements that all tables share.
final class Sql {
  private Sql() {}

  /// Changes no row when the id, or a unique value, is taken.
  static String insert(String table, Row row) {
    List<String> columns = row.columns();
    return "INSERT INTO %s (%s) VALUES (:%s) ON CONFLICT DO NOTHING"
        .formatted(table, String.join(", ", columns), String.join(", :", columns));
  }

  /// Sets every column of the row but those that `where` names.
  static String update(String table, Row row, String more, List<String> where) {
    return "UPDATE %s SET %s%s WHERE %s"
        .formatted(
            table,
            row.columns().stream()
                .filter(column -> !where.contains(column))
                .map(column -> column + " = :" + column)
                .collect(Collectors.joining(", ")),
            more,
            equal(where));
  }

  static String delete(String table, List<String> where) {
    return "DELETE FROM %s WHERE %s".formatted(table, equal(where));
  }

  private static String equal(List<String> columns) {
    return columns.stream()
        .map(column -> column + " = :" + column)
        .collect(Collectors.joining(" AND "));
  }
}
