package coffer.model;

import java.util.regex.Pattern;

/// Names a role: 1 to 64 letters, digits, `.`, `-`.
public record RoleName(String value) implements Comparable<RoleName> {
  private static final NameShape SHAPE =
      new NameShape(
          64,
          Pattern.compile("[A-Za-z0-9.-]*"),
          ErrorCode.ROLE_NAME_LENGTH,
          ErrorCode.ROLE_NAME_CHARACTERS);

  public RoleName {
    SHAPE.require(value);
  }

  @Override
  public int compareTo(RoleName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
