package coffer.model;

import java.util.regex.Pattern;

/// The public half of an access key: 16 to 32 letters and digits.
public record AccessKeyId(String value) implements Comparable<AccessKeyId> {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9.]{16,64}");

  public AccessKeyId {
    if (!SHAPE.matcher(value).matches()) {
      throw KmsException.invalid("AccessKeyId");
    }
  }

  public static boolean isValid(String text) {
    return SHAPE.matcher(text).matches();
  }

  @Override
  public int compareTo(AccessKeyId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
