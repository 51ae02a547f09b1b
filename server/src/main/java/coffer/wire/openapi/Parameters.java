package coffer.wire.openapi;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Decoded parameters, sorted by name in code-unit order. A name may occur again only with an equal
/// value. Prints nothing of them: they hold plaintexts and passwords.
final class Parameters {
  static final int PARAMETERS_MAX = 400;
  static final int NAME_CHARS_MAX = 256;
  static final int VALUE_CHARS_MAX = 128 * 1024;
  static final Parameters NONE = new Parameters(new TreeMap<>());

  private final SortedMap<String, String> values;

  private Parameters(SortedMap<String, String> values) {
    this.values = Collections.unmodifiableSortedMap(values);
  }

  /// Reads `a=b&c=d`; throws `PARSE_REQUEST_PARAMETER` for what is not that or is too much.
  static Parameters parse(String raw) {
    if (raw.isEmpty()) {
      return NONE;
    }
    SortedMap<String, String> values = new TreeMap<>();
    int start = 0;
    while (start < raw.length()) {
      int end = raw.indexOf('&', start);
      end = end < 0 ? raw.length() : end;
      if (end > start) {
        int equals = raw.indexOf('=', start);
        boolean bare = equals < 0 || equals >= end;
        String name = Percent.decode(raw, start, bare ? end : equals);
        put(values, name, bare ? "" : Percent.decode(raw, equals + 1, end));
      }
      start = end + 1;
    }
    return new Parameters(values);
  }

  static Parameters of(Map<String, String> values) {
    return new Parameters(new TreeMap<>(values));
  }

  /// Those named `prefix.…`, by the rest of their names.
  Parameters inside(String prefix) {
    SortedMap<String, String> inner = new TreeMap<>();
    under(prefix).forEach((name, value) -> inner.put(name.substring(prefix.length() + 1), value));
    return new Parameters(inner);
  }

  /// The parameters of both.
  Parameters and(Parameters others) {
    if (others.values.isEmpty()) {
      return this;
    }
    SortedMap<String, String> merged = new TreeMap<>(values);
    others.values.forEach((name, value) -> put(merged, name, value));
    return new Parameters(merged);
  }

  Parameters without(String name) {
    SortedMap<String, String> rest = new TreeMap<>(values);
    rest.remove(name);
    return new Parameters(rest);
  }

  private static void put(SortedMap<String, String> values, String name, String value) {
    String before = values.put(name, value);
    if (name.isEmpty()
        || name.length() > NAME_CHARS_MAX
        || value.length() > VALUE_CHARS_MAX
        || values.size() > PARAMETERS_MAX
        || (before != null && !before.equals(value))) {
      throw new KmsException(ErrorCode.PARSE_REQUEST_PARAMETER);
    }
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// The value, or "" when there is none.
  String value(String name) {
    return values.getOrDefault(name, "");
  }

  SortedMap<String, String> all() {
    return values;
  }

  /// Those named `prefix.…`.
  SortedMap<String, String> under(String prefix) {
    return values.subMap(prefix + ".", prefix + "/");
  }

  @Override
  public String toString() {
    return "Parameters[" + values.size() + "]";
  }
}
