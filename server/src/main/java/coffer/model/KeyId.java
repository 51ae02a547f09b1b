package coffer.model;

import java.util.regex.Pattern;

/// Names one key for its whole life: `key-` and 20 lower-case letters or digits. Never reused, safe
/// to log.
public record KeyId(String value) implements Comparable<KeyId> {
  private static final Pattern SHAPE = Pattern.compile("key-[a-z0-9]{20}");

  public KeyId {
    if (!SHAPE.matcher(value).matches()) {
      throw KmsException.invalid("KeyId");
    }
  }

  public static boolean isValid(String text) {
    return SHAPE.matcher(text).matches();
  }

  @Override
  public int compareTo(KeyId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
