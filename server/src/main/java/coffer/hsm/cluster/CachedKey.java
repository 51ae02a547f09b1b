package coffer.hsm.cluster;

import coffer.hsm.HsmKey;
import java.util.concurrent.atomic.AtomicInteger;

/// A member's key with a count of those who are using it, so that eviction never takes a key out of
/// a running operation: whoever comes last lets it go.
final class CachedKey {
  private static final int EVICTED = 1 << 30;

  private final HsmKey handle;

  /// Users, and `EVICTED`. Its maker is the first user.
  private final AtomicInteger users = new AtomicInteger(1);

  CachedKey(HsmKey handle) {
    this.handle = handle;
  }

  HsmKey handle() {
    return handle;
  }

  /// Counts one more user. False once evicted.
  boolean acquire() {
    int now = users.get();
    while (now < EVICTED) {
      if (users.compareAndSet(now, now + 1)) {
        return true;
      }
      now = users.get();
    }
    return false;
  }

  /// Counts one user less. True when it was the last of an evicted key.
  boolean giveBack() {
    return users.decrementAndGet() == EVICTED;
  }

  /// Lets nobody in from now on. True when nobody is in; called again, false.
  boolean evict() {
    int now = users.get();
    while (now < EVICTED) {
      if (users.compareAndSet(now, now + EVICTED)) {
        return now == 0;
      }
      now = users.get();
    }
    return false;
  }
}
