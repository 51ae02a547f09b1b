package coffer.http;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The Date header of answers (RFC 9110 §6.6.1), made once a second.
final class DateHeader {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final Clock clock;
  private volatile Made made = new Made(Long.MIN_VALUE, "");

  private record Made(long second, String text) {}

  DateHeader(Clock clock) {
    this.clock = clock;
  }

  String now() {
    long second = clock.millis() / 1000;
    Made last = made;
    if (last.second() != second) {
      last = new Made(second, FORM.format(Instant.ofEpochSecond(second)));
      made = last;
    }
    return last.text();
  }
}
