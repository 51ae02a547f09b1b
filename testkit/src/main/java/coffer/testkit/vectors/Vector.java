package coffer.testkit.vectors;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// One vector.
///
/// @param id of its file, for messages
/// @param verdict what the authors say of it
/// @param flags what it tries
/// @param fields in hexadecimal, by the names of the source
public record Vector(String id, Verdict verdict, List<String> flags, Map<String, String> fields) {
  /// What an implementation should make of a vector.
  public enum Verdict {
    VALID,
    INVALID,
    /// Left to the implementation.
    ACCEPTABLE
  }

  public boolean isValid() {
    return verdict == Verdict.VALID;
  }

  public byte[] bytes(String field) {
    return HexFormat.of().parseHex(fields.getOrDefault(field, "absent: " + field));
  }

  /// Two fields, one behind the other.
  public byte[] bytes(String field, String next) {
    return HexFormat.of()
        .parseHex(fields.getOrDefault(field, "absent: ") + fields.getOrDefault(next, "absent: "));
  }

  @Override
  public String toString() {
    return id + " " + verdict + " " + flags;
  }
}
