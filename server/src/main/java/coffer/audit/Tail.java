package coffer.audit;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where records are appended: the one critical section of every call.
final class Tail {
  private static final Logger LOG = LoggerFactory.getLogger(Tail.class);
  private static final int SPINS_MAX = 100;

  /// What is to be forced: segments that are full, then the active one up to `end`.
  record Unforced(List<Segment> full, Segment active, int end, Position newest) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition prepared = lock.newCondition();
  private final MessageDigest sha256 = Layout.sha256();
  private final byte[] chain;
  private final List<Segment> full = new ArrayList<>(1);
  private long sequence;
  private Segment active;
  private @Nullable Segment next;
  private boolean noSpace;
  private boolean failing;
  private boolean closed;

  Tail(Recovery.Found found) {
    this.active = found.active();
    this.sequence = found.last().sequence();
    this.chain = found.last().chain().clone();
  }

  /// @param waitNanos how long to wait for a new segment where one is needed
  /// @return the sequence of the record, which now survives kill -9
  long append(EventFrame frame, long waitNanos) {
    enter();
    try {
      makeRoom(frame.recordBytes(), waitNanos);
      frame.seal(sha256, chain, sequence + 1);
      active.append(frame);
      frame.chainTo(chain);
      return ++sequence;
    } catch (InternalError e) {
      // The JVM's word for SIGBUS: the disk lost a page of the mapping. Nothing was advanced.
      throw new AuditException(
          AuditException.Reason.UNAVAILABLE, "the audit disk refuses a write", e);
    } finally {
      lock.unlock();
    }
  }

  /// Spins before it parks: the lock is held for about a microsecond, parking costs ten.
  private void enter() {
    for (int i = 0; i < SPINS_MAX; i++) {
      if (lock.tryLock()) {
        return;
      }
      Thread.onSpinWait();
    }
    lock.lock();
  }

  private void makeRoom(int bytes, long waitNanos) {
    long left = waitNanos;
    try {
      while (!hasRoom(bytes)) {
        if (next != null) {
          roll(next);
        } else if (noSpace || left <= 0) {
          throw unavailable("there is no room for the audit log");
        } else {
          left = prepared.awaitNanos(left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted while waiting for room in the audit log");
    }
  }

  private boolean hasRoom(int bytes) {
    if (closed || failing) {
      throw unavailable(closed ? "the audit log is closed" : "the audit disk is failing");
    }
    return active.fits(bytes);
  }

  private void roll(Segment to) {
    try {
      to.begin(new Position(sequence, chain));
    } catch (IOException e) {
      LOG.error("audit: a new segment cannot be begun", e);
      throw unavailable("the audit log cannot begin a segment");
    }
    full.add(active);
    active = to;
    next = null;
  }

  Unforced unforced() {
    lock.lock();
    try {
      return new Unforced(
          List.copyOf(full), active, active.end(), new Position(sequence, chain.clone()));
    } finally {
      lock.unlock();
    }
  }

  /// These are on disk whole and are not needed any more.
  void forced(List<Segment> segments) {
    lock.lock();
    try {
      full.removeAll(segments);
    } finally {
      lock.unlock();
    }
    segments.forEach(Segment::unmap);
  }

  /// Only once all full segments are forced: a crash may then find at most two that are not.
  boolean needsSegment() {
    lock.lock();
    try {
      return next == null && full.isEmpty() && !closed;
    } finally {
      lock.unlock();
    }
  }

  void offer(Segment segment) {
    lock.lock();
    try {
      next = segment;
      noSpace = false;
      prepared.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void noSpace() {
    lock.lock();
    try {
      noSpace = true;
      prepared.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void failing(boolean now) {
    lock.lock();
    try {
      failing = now;
    } finally {
      lock.unlock();
    }
  }

  /// Whether a record of any size would be taken now.
  boolean healthy() {
    lock.lock();
    try {
      boolean full = noSpace && next == null && !active.fits(Layout.RECORD_BYTES_MAX);
      return !closed && !failing && !full;
    } finally {
      lock.unlock();
    }
  }

  /// No record is taken from here on.
  void close() {
    lock.lock();
    try {
      closed = true;
      prepared.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// After `close`, when everything is forced.
  void unmap() {
    lock.lock();
    try {
      active.unmap();
      full.forEach(Segment::unmap);
      if (next != null) {
        next.unmap();
        next = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private static AuditException unavailable(String message) {
    return new AuditException(AuditException.Reason.UNAVAILABLE, message);
  }
}
