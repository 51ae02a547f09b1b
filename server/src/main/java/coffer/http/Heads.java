package coffer.http;

import java.util.List;
import java.util.Map;

/// What every head must be, whichever version of HTTP brought it, lest two readers take it for
/// different requests. Whatever is in doubt throws.
final class Heads {
  private static final int LENGTH_DIGITS_MAX = 18;

  private Heads() {}

  static void checkFields(Iterable<Map.Entry<String, String>> headers) {
    for (Map.Entry<String, String> header : headers) {
      checkName(header.getKey());
      checkValue(header.getValue());
    }
  }

  /// RFC 9110 §8.6.
  static void checkLengths(List<String> lengths) {
    boolean clear =
        lengths.isEmpty()
            || (lengths.size() == 1
                && !lengths.getFirst().isEmpty()
                && lengths.getFirst().length() <= LENGTH_DIGITS_MAX
                && lengths.getFirst().chars().allMatch(c -> c >= '0' && c <= '9'));
    if (!clear) {
      throw new IllegalArgumentException("the length of the body is in doubt");
    }
  }

  static void checkHosts(List<String> hosts) {
    if (hosts.size() > 1 || hosts.stream().anyMatch(Heads::isNoHost)) {
      throw new IllegalArgumentException("not one Host");
    }
  }

  private static boolean isNoHost(String host) {
    return host.chars().anyMatch(c -> " \t,/@?#".indexOf(c) >= 0);
  }

  static boolean isPath(String target, String method) {
    return target.startsWith("/") || (target.equals("*") && method.equals("OPTIONS"));
  }

  /// RFC 3986 §2.
  static void checkTarget(String target) {
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) <= ' ' || target.charAt(i) >= 0x7f) {
        throw new IllegalArgumentException("a character that targets do not have");
      }
    }
  }

  /// RFC 9110 §5.6.2.
  private static void checkName(String name) {
    boolean token = !name.isEmpty();
    for (int i = 0; i < name.length() && token; i++) {
      char c = name.charAt(i);
      token =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
    if (!token) {
      throw new IllegalArgumentException("a header name that is no token");
    }
  }

  /// RFC 9110 §5.5, RFC 9113 §8.2.1.
  private static void checkValue(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        throw new IllegalArgumentException("a control character in a header");
      }
    }
    if (!value.isEmpty()
        && (isBlank(value.charAt(0)) || isBlank(value.charAt(value.length() - 1)))) {
      throw new IllegalArgumentException("blanks around a value");
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
