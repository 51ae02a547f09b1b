package coffer.audit;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Keeps strangers from filling the disk with their refusals: of each address one is written a
/// second; the others are counted, and the count is written with the last of them. Addresses beyond
/// the maximum share one place, `*`.
final class RefusalThrottle {
  private static final long WINDOW_MILLIS = 1_000;
  private static final String OTHERS = "*";

  private static final class Window {
    long opened;
    long repeated;
    AuditEvent last;

    Window(long opened, AuditEvent last) {
      this.opened = opened;
      this.last = last;
    }
  }

  private final int addressesMax;
  private final Map<String, Window> windows = new LinkedHashMap<>();

  RefusalThrottle(int addressesMax) {
    this.addressesMax = addressesMax;
  }

  /// @return the event if it is to be written now
  synchronized Optional<AuditEvent> refused(AuditEvent event) {
    long now = event.at().toEpochMilli();
    boolean known = windows.containsKey(event.source());
    String place = known || windows.size() < addressesMax ? event.source() : OTHERS;
    Window window = windows.get(place);
    if (window == null) {
      windows.put(place, new Window(now, event));
      return Optional.of(event);
    }
    if (window.repeated == 0 && isOver(window, now)) {
      window.opened = now;
      return Optional.of(event);
    }
    window.repeated++;
    window.last = event;
    return Optional.empty();
  }

  /// Writes the counts whose second is over and forgets addresses that were quiet. A count that
  /// `write` refuses stays.
  synchronized void flush(long now, Consumer<AuditEvent> write) {
    Iterator<Map.Entry<String, Window>> entries = windows.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<String, Window> entry = entries.next();
      Window window = entry.getValue();
      if (!isOver(window, now)) {
        continue;
      }
      if (window.repeated == 0) {
        entries.remove();
        continue;
      }
      write.accept(counted(window, entry.getKey()));
      window.repeated = 0;
      window.opened = now;
    }
  }

  /// Writes all counts, for a stop.
  synchronized void drain(Consumer<AuditEvent> write) {
    windows.forEach((place, window) -> {
      if (window.repeated > 0) {
        write.accept(counted(window, place));
      }
    });
    windows.clear();
  }

  /// A clock set back ends a window too.
  private static boolean isOver(Window window, long now) {
    return now - window.opened >= WINDOW_MILLIS || now < window.opened;
  }

  private static AuditEvent counted(Window window, String place) {
    AuditEvent last = window.last;
    String count = "REFUSALS=" + window.repeated;
    return new AuditEvent(
        last.at(),
        last.principal(),
        last.action(),
        last.resource(),
        last.outcome(),
        last.requestId(),
        place,
        last.notes().isEmpty() ? count : last.notes() + "," + count);
  }
}
