package coffer.model;

import java.util.regex.Pattern;

/// Names an access policy of application access points: 1 to 64 letters, digits, `_`, `-`, `.`.
public record AccessPolicyName(String value) implements Comparable<AccessPolicyName> {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  public AccessPolicyName {
    if (!SHAPE.matcher(value).matches()) {
      throw KmsException.invalid("Name");
    }
  }

  @Override
  public int compareTo(AccessPolicyName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
