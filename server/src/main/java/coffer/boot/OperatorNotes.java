package coffer.boot;

import coffer.audit.AuditEvent;
import coffer.audit.AuditSink;
import coffer.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What was done by commands beside the server, kept in the store until the server, which alone
/// writes the audit trail, puts it there: within seconds, or at its next start.
///
/// One line each: milliseconds, user of the operating system, action, resource, remark, in tabs.
final class OperatorNotes {
  private static final String SETTING = "operator-notes";
  private static final int BYTES_MAX = 64 * 1024;
  private static final int FIELDS = 5;

  private OperatorNotes() {}

  /// @param action `local:Backup`
  static void add(Store store, Clock clock, String action, String resource, String remark) {
    String line =
        String.join(
                "\t",
                Long.toString(clock.millis()),
                plain(System.getProperty("user.name", "?")),
                plain(action),
                plain(resource),
                plain(remark))
            + "\n";
    store.inTransaction(transaction -> {
      String before = transaction.settings().find(SETTING).map(OperatorNotes::text).orElse("");
      String all = before + line;
      if (all.length() > BYTES_MAX) {
        throw new ConfigException("start the server: it must write what was noted before first");
      }
      transaction.putSetting(SETTING, all.getBytes(StandardCharsets.UTF_8));
      return true;
    });
  }

  /// Each note is on disk in the trail before it is forgotten here; a kill between writes it twice.
  static void drain(Store store, AuditSink audit) {
    Optional<byte[]> notes =
        store.read(view -> view.settings().find(SETTING)).filter(bytes -> bytes.length > 0);
    if (notes.isEmpty()) {
      return;
    }
    byte[] written = notes.get();
    text(written).lines().map(OperatorNotes::event).forEach(audit::recordDurably);
    store.inTransaction(transaction -> {
      byte[] now = transaction.settings().find(SETTING).orElse(new byte[0]);
      boolean longer =
          now.length >= written.length
              && MessageDigest.isEqual(Arrays.copyOf(now, written.length), written);
      if (longer) {
        transaction.putSetting(SETTING, Arrays.copyOfRange(now, written.length, now.length));
      }
      return true;
    });
  }

  /// The event of something that an operator does where the trail itself is.
  static AuditEvent event(Clock clock, String action, String resource, String remark) {
    return event(clock.instant(), System.getProperty("user.name", "?"), action, resource, remark);
  }

  private static AuditEvent event(String line) {
    List<String> fields = List.of(line.split("\t", FIELDS));
    return event(
        Instant.ofEpochMilli(Long.parseLong(fields.get(0))),
        fields.get(1),
        fields.get(2),
        fields.get(3),
        fields.get(4));
  }

  private static AuditEvent event(
      Instant at, String user, String action, String resource, String remark) {
    return new AuditEvent(
        at,
        "operator/" + user,
        action,
        resource,
        "OK",
        UUID.randomUUID().toString(),
        "local",
        remark);
  }

  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
