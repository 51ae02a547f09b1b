package coffer.model;

import java.util.regex.Pattern;

/// Names a policy of users, groups and roles: 1 to 128 letters, digits, `-`.
public record PolicyName(String value) implements Comparable<PolicyName> {
  private static final NameShape SHAPE =
      new NameShape(
          128,
          Pattern.compile("[A-Za-z0-9-]*"),
          ErrorCode.POLICY_NAME_LENGTH,
          ErrorCode.POLICY_NAME_CHARACTERS);

  public PolicyName {
    SHAPE.require(value);
  }

  @Override
  public int compareTo(PolicyName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
