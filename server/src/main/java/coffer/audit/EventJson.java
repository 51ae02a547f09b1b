package coffer.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

/// Writes an event as compact JSON, fields always in the same order, into a buffer of its own. Not
/// thread-safe. Written by hand because it runs in every call: it allocates nothing.
///
/// Strings longer than their maximum are cut and end in `…`, so that a record has a maximum too.
final class EventJson {
  private static final int NAME_CHARS_MAX = 256;
  private static final int WORD_CHARS_MAX = 64;
  private static final int NOTES_CHARS_MAX = 512;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] AT = bytes("{\"at\":\"");
  private static final byte[] PRINCIPAL = bytes("Z\",\"principal\":\"");
  private static final byte[] ACTION = bytes("\",\"action\":\"");
  private static final byte[] RESOURCE = bytes("\",\"resource\":\"");
  private static final byte[] OUTCOME = bytes("\",\"outcome\":\"");
  private static final byte[] REQUEST_ID = bytes("\",\"requestId\":\"");
  private static final byte[] SOURCE = bytes("\",\"source\":\"");
  private static final byte[] NOTES = bytes("\",\"notes\":\"");
  private static final byte[] END = bytes("\"}");

  private final byte[] out;
  private int at;
  private LocalDate day = LocalDate.EPOCH;
  private long epochDay;

  EventJson(byte[] out) {
    this.out = out;
  }

  /// @return where the JSON ends in the buffer
  int write(AuditEvent event, int from) {
    at = from;
    raw(AT);
    time(event.at());
    raw(PRINCIPAL);
    text(event.principal(), NAME_CHARS_MAX);
    raw(ACTION);
    text(event.action(), WORD_CHARS_MAX);
    raw(RESOURCE);
    text(event.resource(), NAME_CHARS_MAX);
    raw(OUTCOME);
    text(event.outcome(), WORD_CHARS_MAX);
    raw(REQUEST_ID);
    text(event.requestId(), WORD_CHARS_MAX);
    raw(SOURCE);
    text(event.source(), WORD_CHARS_MAX);
    raw(NOTES);
    text(event.notes(), NOTES_CHARS_MAX);
    raw(END);
    return at;
  }

  private static byte[] bytes(String s) {
    return s.getBytes(StandardCharsets.US_ASCII);
  }

  private void raw(byte[] literal) {
    System.arraycopy(literal, 0, out, at, literal.length);
    at += literal.length;
  }

  /// ISO 8601 in UTC with milliseconds.
  private void time(Instant instant) {
    long second = instant.getEpochSecond();
    long newDay = Math.floorDiv(second, 86_400L);
    if (newDay != epochDay) {
      day = LocalDate.ofEpochDay(newDay);
      epochDay = newDay;
    }
    int ofDay = (int) Math.floorMod(second, 86_400L);
    int year = Math.clamp(day.getYear(), 0, 9_999);
    digits(year / 100);
    digits(year % 100);
    out[at++] = '-';
    digits(day.getMonthValue());
    out[at++] = '-';
    digits(day.getDayOfMonth());
    out[at++] = 'T';
    digits(ofDay / 3_600);
    out[at++] = ':';
    digits(ofDay / 60 % 60);
    out[at++] = ':';
    digits(ofDay % 60);
    out[at++] = '.';
    int millis = instant.getNano() / 1_000_000;
    out[at++] = (byte) ('0' + millis / 100);
    digits(millis % 100);
  }

  private void digits(int two) {
    out[at++] = (byte) ('0' + two / 10);
    out[at++] = (byte) ('0' + two % 10);
  }

  private void text(String s, int charsMax) {
    int length = Math.min(s.length(), charsMax);
    for (int i = 0; i < length; i++) {
      char c = s.charAt(i);
      if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\') {
        out[at++] = (byte) c;
      } else {
        escape(c);
      }
    }
    if (s.length() > charsMax) {
      escape('…');
    }
  }

  /// Everything but printable ASCII is escaped, which also keeps cut surrogate pairs legal and
  /// control characters off an operator's terminal.
  private void escape(char c) {
    out[at++] = '\\';
    if (c == '"' || c == '\\') {
      out[at++] = (byte) c;
      return;
    }
    out[at++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      out[at++] = HEX[(c >> shift) & 0xF];
    }
  }
}
