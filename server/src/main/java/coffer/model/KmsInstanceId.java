package coffer.model;

import java.util.regex.Pattern;

/// Names one dedicated instance: `kst-` and 20 lower-case letters or digits.
public record KmsInstanceId(String value) implements Comparable<KmsInstanceId> {
  private static final Pattern SHAPE = Pattern.compile("kst-[a-z0-9]{20}");

  public KmsInstanceId {
    if (!SHAPE.matcher(value).matches()) {
      throw KmsException.invalid("KmsInstanceId");
    }
  }

  public static boolean isValid(String text) {
    return SHAPE.matcher(text).matches();
  }

  @Override
  public int compareTo(KmsInstanceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
