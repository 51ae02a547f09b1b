package coffer.ram;

import coffer.model.KmsException;
import java.util.regex.Pattern;

/// What the free fields of users, groups, roles and policies may hold, and how many there can be:
/// all of them are in memory.
final class RamLimits {
  static final int USERS_MAX = 10_000;
  static final int GROUPS_MAX = 1_000;
  static final int ROLES_MAX = 1_000;
  static final int POLICIES_MAX = 2_000;
  static final int ATTACHMENTS_MAX = 50;
  static final int GROUPS_PER_USER_MAX = 50;
  static final int ACCESS_KEYS_MAX = 2;
  static final int MFA_DEVICES_MAX = 10_000;
  static final int POLICY_VERSIONS_MAX = 5;
  static final int SESSION_SECONDS_MIN = 900;
  static final int ROLE_SECONDS_MIN = 3_600;
  static final int ROLE_SECONDS_MAX = 43_200;

  private static final int COMMENTS_LENGTH_MAX = 128;
  private static final int DESCRIPTION_LENGTH_MAX = 1_024;
  private static final Pattern DISPLAY_NAME = Pattern.compile("[\\p{L}\\p{N} @._-]{0,128}");
  private static final Pattern PHONE = Pattern.compile("[0-9+ -]{0,32}");
  private static final Pattern EMAIL = Pattern.compile("([^\\s@]{1,64}@[^\\s@]{1,190})?");

  private RamLimits() {}

  static String displayName(String parameter, String text) {
    return matching(DISPLAY_NAME, parameter, text);
  }

  static String phone(String parameter, String text) {
    return matching(PHONE, parameter, text);
  }

  static String email(String parameter, String text) {
    return matching(EMAIL, parameter, text);
  }

  static String comments(String parameter, String text) {
    return bounded(COMMENTS_LENGTH_MAX, parameter, text);
  }

  static String description(String parameter, String text) {
    return bounded(DESCRIPTION_LENGTH_MAX, parameter, text);
  }

  private static String matching(Pattern pattern, String parameter, String text) {
    if (!pattern.matcher(text).matches()) {
      throw KmsException.invalid(parameter);
    }
    return text;
  }

  private static String bounded(int max, String parameter, String text) {
    if (text.length() > max) {
      throw KmsException.invalid(parameter, "at most " + max + " characters");
    }
    return text;
  }
}
