package coffer.model;

import java.util.regex.Pattern;

/// Names an application access point of the account: 1 to 64 letters, digits, `_`, `-`, `.`.
public record AccessPointName(String value) implements Comparable<AccessPointName> {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  public AccessPointName {
    if (!SHAPE.matcher(value).matches()) {
      throw KmsException.invalid("Name");
    }
  }

  @Override
  public int compareTo(AccessPointName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
