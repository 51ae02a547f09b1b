package coffer.operations.kms;

import coffer.model.KmsException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An interval as clients write it: a whole number and `d`, `h`, `m` or `s`. Answers are in
/// seconds.
final class Interval {
  private static final Pattern SHAPE = Pattern.compile("([0-9]{1,9})([dhms])");

  private Interval() {}

  static Duration parse(String parameter, String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw KmsException.invalid(parameter, "it is a whole number and d, h, m or s");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "d" -> Duration.ofDays(number);
      case "h" -> Duration.ofHours(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofSeconds(number);
    };
  }

  static String text(Duration interval) {
    return interval.toSeconds() + "s";
  }
}
