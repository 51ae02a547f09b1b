package coffer.http;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Names requests by UUIDs that never repeat within a process, without the lock of a secure random
/// source: one half drawn at start, the other a counter, scattered. Unique, but not a secret.
public final class RequestIds implements Supplier<String> {
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long LOW_62 = 0x3fff_ffff_ffff_ffffL;
  // Odd, so that multiplication by it modulo 2^62 maps no two counters to one value.
  private static final long SCATTER = 0x1e37_79b9_7f4a_7c15L;

  private final long high;
  private final AtomicLong counter;

  public RequestIds(RandomGenerator random) {
    this.high = (random.nextLong() & ~0xf000L) | VERSION_4;
    this.counter = new AtomicLong(random.nextLong());
  }

  @Override
  public String get() {
    long low = VARIANT | ((counter.getAndIncrement() * SCATTER) & LOW_62);
    return new UUID(high, low).toString();
  }
}
