package coffer.model;

import java.util.regex.Pattern;

/// Names one HSM cluster: `cluster-` and 16 lower-case letters or digits.
public record ClusterId(String value) implements Comparable<ClusterId> {
  private static final Pattern SHAPE = Pattern.compile("cluster-[a-z0-9]{16}");

  public ClusterId {
    if (!SHAPE.matcher(value).matches()) {
      throw KmsException.invalid("ClusterId");
    }
  }

  public static boolean isValid(String text) {
    return SHAPE.matcher(text).matches();
  }

  @Override
  public int compareTo(ClusterId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
