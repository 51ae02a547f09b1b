package coffer.operations;

import coffer.audit.AuditEvent;
import coffer.audit.AuditException;
import coffer.audit.AuditSink;
import java.util.ArrayList;
import java.util.List;

/// Keeps audit events in memory, with the way each was recorded; fails on command.
public final class AuditRecorder implements AuditSink {
  private final List<Entry> entries = new ArrayList<>();
  private boolean broken;

  public AuditRecorder() {}

  /// How an event came in.
  public enum Way {
    NORMAL,
    DURABLE,
    REFUSAL
  }

  /// One event.
  public record Entry(Way way, AuditEvent event) {}

  public synchronized void breakDown(boolean isBroken) {
    broken = isBroken;
  }

  public synchronized Entry last() {
    return entries.getLast();
  }

  public synchronized int size() {
    return entries.size();
  }

  @Override
  public void record(AuditEvent event) {
    add(Way.NORMAL, event);
  }

  @Override
  public void recordDurably(AuditEvent event) {
    add(Way.DURABLE, event);
  }

  @Override
  public void recordRefusal(AuditEvent event) {
    add(Way.REFUSAL, event);
  }

  private synchronized void add(Way way, AuditEvent event) {
    if (broken) {
      throw new AuditException(AuditException.Reason.UNAVAILABLE, "the disk is full");
    }
    entries.add(new Entry(way, event));
  }
}
