package coffer.model;

import java.util.regex.Pattern;

/// Names a user: 1 to 64 letters, digits, `.`, `_`, `-`. Can change; the id cannot.
public record UserName(String value) implements Comparable<UserName> {
  private static final NameShape SHAPE =
      new NameShape(
          64,
          Pattern.compile("[A-Za-z0-9._-]*"),
          ErrorCode.USER_NAME_LENGTH,
          ErrorCode.USER_NAME_CHARACTERS);

  public UserName {
    SHAPE.require(value);
  }

  @Override
  public int compareTo(UserName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
