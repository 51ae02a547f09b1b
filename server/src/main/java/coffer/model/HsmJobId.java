package coffer.model;

import java.util.regex.Pattern;

/// Names one job of cluster life: `job-` and 20 lower-case letters or digits.
public record HsmJobId(String value) implements Comparable<HsmJobId> {
  private static final Pattern SHAPE = Pattern.compile("job-[a-z0-9]{20}");

  public HsmJobId {
    if (!SHAPE.matcher(value).matches()) {
      throw KmsException.invalid("JobId");
    }
  }

  public static boolean isValid(String text) {
    return SHAPE.matcher(text).matches();
  }

  @Override
  public int compareTo(HsmJobId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
