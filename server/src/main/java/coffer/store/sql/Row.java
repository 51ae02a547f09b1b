package coffer.store.sql;

import java.security.MessageDigest;
import java.sql.Types;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/// What a record puts into its columns, in the column types of the portable subset. Also carries
/// the arguments of queries.
final class Row {
  private record Cell(int type, Optional<Object> value) {
    boolean sameAs(Cell other) {
      if (value.orElse(null) instanceof byte[] mine
          && other.value.orElse(null) instanceof byte[] theirs) {
        return MessageDigest.isEqual(mine, theirs);
      }
      return value.equals(other.value);
    }
  }

  private final Map<String, Cell> cells = new LinkedHashMap<>();

  static Row of(String column, String text) {
    return new Row().text(column, text);
  }

  Row text(String column, String value) {
    return put(column, Types.VARCHAR, Optional.of(value));
  }

  Row text(String column, Optional<?> value) {
    return put(column, Types.VARCHAR, value.map(Object::toString));
  }

  Row whole(String column, long value) {
    return put(column, Types.BIGINT, Optional.of(value));
  }

  Row whole(String column, Optional<Long> value) {
    return put(column, Types.BIGINT, value.map(v -> v));
  }

  Row flag(String column, boolean value) {
    return put(column, Types.SMALLINT, Optional.of(value ? 1 : 0));
  }

  /// Cut to milliseconds, downwards.
  Row time(String column, Instant value) {
    return whole(column, value.toEpochMilli());
  }

  Row time(String column, Optional<Instant> value) {
    return whole(column, value.map(Instant::toEpochMilli));
  }

  Row bytes(String column, byte[] value) {
    return put(column, Types.BINARY, Optional.of(value));
  }

  Row bytes(String column, Optional<byte[]> value) {
    return put(column, Types.BINARY, value.map(v -> v));
  }

  Row with(Row other) {
    cells.putAll(other.cells);
    return this;
  }

  private Row put(String column, int type, Optional<Object> value) {
    cells.put(column, new Cell(type, value));
    return this;
  }

  List<String> columns() {
    return List.copyOf(cells.keySet());
  }

  boolean sameAs(Row other) {
    return cells.keySet().equals(other.cells.keySet())
        && cells.entrySet().stream().allMatch(e -> e.getValue().sameAs(other.cell(e.getKey())));
  }

  private Cell cell(String column) {
    return cells.getOrDefault(column, new Cell(Types.NULL, Optional.empty()));
  }

  void bindTo(SqlStatement<?> statement) {
    cells.forEach((column, cell) -> bind(statement, column, cell));
  }

  private static void bind(SqlStatement<?> statement, String column, Cell cell) {
    if (cell.value().isPresent()) {
      statement.bindBySqlType(column, cell.value().get(), cell.type());
    } else {
      statement.bindNull(column, cell.type());
    }
  }
}
