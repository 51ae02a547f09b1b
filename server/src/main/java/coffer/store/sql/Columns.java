package coffer.store.sql;

import coffer.model.WireName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One row that was read, in the words of the model.
final class Columns {
  private final ResultSet result;

  Columns(ResultSet result) {
    this.result = result;
  }

  String text(String column) throws SQLException {
    return present(column, textOrAbsent(column));
  }

  Optional<String> textOrAbsent(String column) throws SQLException {
    return Optional.ofNullable(result.getString(column));
  }

  List<String> texts(String column) throws SQLException {
    return JsonTexts.read(text(column));
  }

  <E extends Enum<E> & WireName> E name(Class<E> type, String column) throws SQLException {
    return WireName.of(type, text(column));
  }

  long whole(String column) throws SQLException {
    return present(column, wholeOrAbsent(column));
  }

  Optional<Long> wholeOrAbsent(String column) throws SQLException {
    long value = result.getLong(column);
    return result.wasNull() ? Optional.empty() : Optional.of(value);
  }

  boolean flag(String column) throws SQLException {
    return whole(column) != 0;
  }

  Instant time(String column) throws SQLException {
    return Instant.ofEpochMilli(whole(column));
  }

  Optional<Instant> timeOrAbsent(String column) throws SQLException {
    return wholeOrAbsent(column).map(Instant::ofEpochMilli);
  }

  byte[] bytes(String column) throws SQLException {
    return present(column, bytesOrAbsent(column));
  }

  Optional<byte[]> bytesOrAbsent(String column) throws SQLException {
    return Optional.ofNullable(result.getBytes(column));
  }

  private static <T> T present(String column, Optional<T> value) {
    return value.orElseThrow(() -> new IllegalStateException("column " + column + " is empty"));
  }
}
