package coffer.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs work that may block, each piece on a virtual thread of its own: so many at a time, so many
/// more waiting for so long, and the rest refused.
final class OffLoop {
  private static final Logger LOG = LoggerFactory.getLogger(OffLoop.class);

  private final Semaphore running;
  private final AtomicInteger admitted = new AtomicInteger();
  private final AtomicLong throttled = new AtomicLong();
  private final int runningMax;
  private final int admittedMax;
  private final long waitMillisMax;

  OffLoop(int runningMax, int waitingMax, long waitMillisMax) {
    this.runningMax = runningMax;
    this.running = new Semaphore(runningMax);
    this.admittedMax = runningMax + waitingMax;
    this.waitMillisMax = waitMillisMax;
  }

  int running() {
    return runningMax - running.availablePermits();
  }

  int waiting() {
    return Math.max(0, admitted.get() - running());
  }

  /// How many were refused since the start.
  long throttled() {
    return throttled.get();
  }

  /// Runs exactly one of both, `refused` on this or a virtual thread; `failed` in addition when
  /// `work` throws.
  void run(Runnable work, Runnable refused, Runnable failed) {
    if (admitted.incrementAndGet() > admittedMax) {
      admitted.decrementAndGet();
      throttled.incrementAndGet();
      refused.run();
      return;
    }
    Thread.ofVirtual().name("call").start(() -> runAdmitted(work, refused, failed));
  }

  private void runAdmitted(Runnable work, Runnable refused, Runnable failed) {
    try {
      if (!running.tryAcquire(waitMillisMax, TimeUnit.MILLISECONDS)) {
        throttled.incrementAndGet();
        refused.run();
        return;
      }
      try {
        work.run();
      } finally {
        running.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      refused.run();
    } catch (RuntimeException | Error e) {
      LOG.error("a call ended with an exception that its wire should have answered", e);
      failed.run();
    } finally {
      admitted.decrementAndGet();
    }
  }
}
