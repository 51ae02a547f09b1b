package coffer.model;

import java.util.regex.Pattern;

/// Names a key by a name that people choose: `alias/` and letters, digits, `_`, `-`, `/`, 7 to 255
/// characters in all. Unique in the account.
public record AliasName(String value) implements Comparable<AliasName> {
  public static final String PREFIX = "alias/";

  private static final String RESERVED = "alias/acs";
  private static final Pattern SHAPE = Pattern.compile("alias/[A-Za-z0-9_/-]{1,249}");

  public AliasName {
    if (!SHAPE.matcher(value).matches()) {
      throw KmsException.invalid("AliasName");
    }
  }

  public static boolean isValid(String text) {
    return SHAPE.matcher(text).matches();
  }

  /// Kept for the service itself: nobody may create such a name.
  public boolean isReserved() {
    return value.startsWith(RESERVED);
  }

  /// Without the prefix.
  public String title() {
    return value.substring(PREFIX.length());
  }

  @Override
  public int compareTo(AliasName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
