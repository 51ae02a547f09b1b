package coffer.hsm.cluster;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Pauses between attempts to bring one member back: doubling, with jitter, so that members lost
/// together do not knock together. Used by one thread at a time.
final class Backoff {
  /// While nobody serves, nobody waits longer than this: an outage is worth twenty attempts a
  /// second.
  private static final long OUTAGE_MILLIS_MAX = 50;

  private static final long SLICE_MILLIS = 50;
  private static final int DOUBLINGS_MAX = 20;

  private final long firstMillis;
  private final long millisMax;
  private final Roster roster;
  private final CountDownLatch closing;
  private final RandomGenerator jitter;

  Backoff(
      Duration first, Duration max, Roster roster, CountDownLatch closing, RandomGenerator jitter) {
    this.firstMillis = first.toMillis();
    this.millisMax = max.toMillis();
    this.roster = roster;
    this.closing = closing;
    this.jitter = jitter;
  }

  /// Between half of the full pause and all of it; none before attempt 0.
  long millisBefore(int attempt) {
    if (attempt == 0) {
      return 0;
    }
    long full = Math.min(millisMax, firstMillis << Math.min(attempt - 1, DOUBLINGS_MAX));
    return full / 2 + jitter.nextLong(full / 2 + 1);
  }

  /// False when the cluster is closing.
  boolean pause(long millis) {
    long waited = 0;
    while (waited < (roster.isEmpty() ? Math.min(millis, OUTAGE_MILLIS_MAX) : millis)) {
      long slice = Math.min(SLICE_MILLIS, millis - waited);
      try {
        if (closing.await(slice, TimeUnit.MILLISECONDS)) {
          return false;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      waited += slice;
    }
    return closing.getCount() > 0;
  }
}
