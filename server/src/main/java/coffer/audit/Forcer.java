package coffer.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The background half of the log: forces what was appended, one force for all that wait, and
/// prepares the next segment. One thread calls `step`.
final class Forcer {
  private static final Logger LOG = LoggerFactory.getLogger(Forcer.class);
  private static final String PREPARED = "next.segment";
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long DURABLE_WAIT_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

  private final Path directory;
  private final AuditDisk disk;
  private final Tail tail;
  private final int segmentBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicLong wanted = new AtomicLong();
  private volatile Position durable;
  private volatile long busySince;
  private volatile boolean busy;
  private long failedThrough;
  private boolean noSpace;
  private boolean failing;
  private long allocateAgain = System.nanoTime();

  Forcer(Path directory, AuditDisk disk, Tail tail, int segmentBytes, Position durable) {
    this.directory = directory;
    this.disk = disk;
    this.tail = tail;
    this.segmentBytes = segmentBytes;
    this.durable = durable;
  }

  /// A file of zeros under a name that is no segment's yet.
  static Path allocate(Path directory, AuditDisk disk, int segmentBytes) throws IOException {
    Path file = directory.resolve(PREPARED);
    Files.deleteIfExists(file);
    disk.allocate(file, segmentBytes);
    return file;
  }

  /// The newest record that is on disk.
  Position durable() {
    return durable;
  }

  /// Whether somebody waits for a record that no force has covered or failed for.
  boolean isWanted() {
    return wanted.get() > durable.sequence() && !failing;
  }

  /// Whether the disk neither takes nor refuses a force for seconds.
  boolean isStuck() {
    return busy && System.nanoTime() - busySince > STUCK_NANOS;
  }

  void step() {
    force();
    prepare();
  }

  /// Returns once record `sequence` is on disk; throws when the force that had to cover it failed.
  void await(long sequence, Thread forcer) {
    wanted.accumulateAndGet(sequence, Math::max);
    LockSupport.unpark(forcer);
    long left = DURABLE_WAIT_NANOS_MAX;
    lock.lock();
    try {
      while (durable.sequence() < sequence) {
        if (failedThrough >= sequence || left <= 0) {
          throw new AuditException(
              AuditException.Reason.UNAVAILABLE, "the audit disk does not take the record");
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuditException(
          AuditException.Reason.UNAVAILABLE, "interrupted while the audit record was forced", e);
    } finally {
      lock.unlock();
    }
  }

  void force() {
    Tail.Unforced unforced = tail.unforced();
    if (unforced.newest().sequence() == durable.sequence() && !failing) {
      return;
    }
    busySince = System.nanoTime();
    busy = true;
    try {
      for (Segment segment : unforced.full()) {
        segment.commit(segment.end());
      }
      if (!unforced.full().isEmpty()) {
        SegmentFiles.forceNames(directory);
      }
      unforced.active().commit(unforced.end());
    } catch (IOException | InternalError e) {
      busy = false;
      failed(unforced.newest().sequence(), e);
      return;
    }
    busy = false;
    tail.forced(unforced.full());
    if (failing) {
      failing = false;
      tail.failing(false);
      LOG.info("audit: the disk takes records again");
    }
    publish(unforced.newest());
  }

  private void publish(Position newest) {
    lock.lock();
    try {
      durable = newest;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void failed(long sequence, Throwable cause) {
    if (!failing) {
      LOG.error("audit: records cannot be forced to disk, calls are refused", cause);
    }
    failing = true;
    tail.failing(true);
    lock.lock();
    try {
      failedThrough = sequence;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    LockSupport.parkNanos(RETRY_NANOS);
  }

  private void prepare() {
    if (System.nanoTime() - allocateAgain < 0 || !tail.needsSegment()) {
      return;
    }
    try {
      Path file = allocate(directory, disk, segmentBytes);
      tail.offer(Segment.map(disk, file, Layout.HEADER_BYTES));
      if (noSpace) {
        LOG.info("audit: there is room for the next segment again");
      }
      noSpace = false;
    } catch (IOException e) {
      if (!noSpace) {
        LOG.error("audit: no room for the next segment; calls go on while this one has room", e);
      }
      noSpace = true;
      tail.noSpace();
      allocateAgain = System.nanoTime() + RETRY_NANOS;
    }
  }

  /// The last force of all.
  void finish() {
    force();
    try {
      tail.unforced().active().commitMark();
      Files.deleteIfExists(directory.resolve(PREPARED));
    } catch (IOException | InternalError e) {
      LOG.warn("audit: the log could not be closed in order; the next start looks closer", e);
    }
  }
}
