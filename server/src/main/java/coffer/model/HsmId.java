package coffer.model;

import java.util.regex.Pattern;

/// Names one registered HSM, a member of at most one cluster: `hsm-` and 16 lower-case letters or
/// digits.
public record HsmId(String value) implements Comparable<HsmId> {
  private static final Pattern SHAPE = Pattern.compile("hsm-[a-z0-9]{16}");

  public HsmId {
    if (!SHAPE.matcher(value).matches()) {
      throw KmsException.invalid("InstanceId");
    }
  }

  public static boolean isValid(String text) {
    return SHAPE.matcher(text).matches();
  }

  @Override
  public int compareTo(HsmId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
