package coffer.wire.instance;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.OptionalLong;

/// Reads RFC 1123 dates: the one form that clients send by hand, anything else by the JDK.
final class HttpDate {
  private static final String SHAPE = "aaa, 00 aaa 0000 00:00:00 GMT";
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private HttpDate() {}

  /// Seconds since 1970; empty when it is no such date.
  static OptionalLong parse(String text) {
    try {
      return OptionalLong.of(
          hasShape(text)
              ? parseShaped(text)
              : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toEpochSecond());
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }

  private static boolean hasShape(String text) {
    if (text.length() != SHAPE.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits =
          switch (SHAPE.charAt(i)) {
            case '0' -> c >= '0' && c <= '9';
            case 'a' -> c < 128 && Character.isLetter(c);
            default -> c == SHAPE.charAt(i);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static long parseShaped(String text) {
    int month = MONTHS.indexOf(text.substring(8, 11)) + 1;
    LocalDate date = LocalDate.of(number(text, 12, 16), month, number(text, 5, 7));
    if (date.getDayOfWeek().getValue() != DAYS.indexOf(text.substring(0, 3)) + 1) {
      throw new DateTimeException("another day of the week");
    }
    LocalTime time = LocalTime.of(number(text, 17, 19), number(text, 20, 22), number(text, 23, 25));
    return date.toEpochDay() * 86_400 + time.toSecondOfDay();
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
