package coffer.model;

import java.util.regex.Pattern;

/// Names a network rule: 1 to 64 letters, digits, `_`, `-`, `.`.
public record NetworkRuleName(String value) implements Comparable<NetworkRuleName> {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  public NetworkRuleName {
    if (!SHAPE.matcher(value).matches()) {
      throw KmsException.invalid("Name");
    }
  }

  @Override
  public int compareTo(NetworkRuleName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
