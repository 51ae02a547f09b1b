package coffer.model;

import java.util.regex.Pattern;

/// Names a group of users: 1 to 64 letters, digits, `.`, `_`, `-`.
public record GroupName(String value) implements Comparable<GroupName> {
  private static final NameShape SHAPE =
      new NameShape(
          64,
          Pattern.compile("[A-Za-z0-9._-]*"),
          ErrorCode.GROUP_NAME_LENGTH,
          ErrorCode.GROUP_NAME_CHARACTERS);

  public GroupName {
    SHAPE.require(value);
  }

  @Override
  public int compareTo(GroupName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
