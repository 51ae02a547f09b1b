package coffer.wire.openapi;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembers the nonces of verified requests, so that none is served twice. A request is acceptable
/// for twice the skew, when its date lies ahead of ours; nonces are kept a minute longer than that.
///
/// Two generations, the older forgotten whole when the younger is of age or full. When there is no
/// room for all, the oldest go first. A cache that weighs popularity would keep the old and drop
/// the new, which are the ones worth replaying; it would also take ten times the memory.
final class NonceMemory {
  private static final Logger LOG = LoggerFactory.getLogger(NonceMemory.class);

  private final Clock clock;
  private final Duration kept;
  private final int generationMax;

  private Instant born;
  private LongSet young = new LongSet(0);
  private LongSet old = new LongSet(0);

  NonceMemory(Clock clock, Duration skewMax, int noncesMax) {
    // The same clock as for the dates: if it jumps, memory and acceptance jump together.
    this.clock = clock;
    this.kept = skewMax.multipliedBy(2).plusMinutes(1);
    this.generationMax = Math.max(1, noncesMax / 2);
    this.born = clock.instant();
  }

  /// Whether this is the first request of this access key with this nonce; remembers it.
  boolean isFirst(String accessKeyId, String nonce) {
    // 64 bits of SHA-256: that a nonce of one's own meets another by chance is one in 10^12.
    long hash = ByteBuffer.wrap(Digests.sha256(accessKeyId + "\n" + nonce)).getLong();
    synchronized (this) {
      turnGenerations();
      return !old.contains(hash) && young.add(hash);
    }
  }

  private void turnGenerations() {
    Instant now = clock.instant();
    boolean isFull = young.size() >= generationMax;
    if (isFull || now.isAfter(born.plus(kept))) {
      if (isFull) {
        LOG.warn(
            "more than {} signed requests in {} s: replay is prevented for that long only",
            generationMax,
            Duration.between(born, now).toSeconds());
      }
      old = young;
      young = new LongSet(old.size());
      born = now;
    }
  }

  /// Open addressing, half full at most. Hashes need no further hashing.
  private static final class LongSet {
    private static final int SLOTS_MIN = 1024;

    private long[] slots;
    private int size;

    LongSet(int expected) {
      this.slots = new long[Math.max(SLOTS_MIN, Integer.highestOneBit(expected) * 2)];
    }

    int size() {
      return size;
    }

    boolean contains(long hash) {
      return slots[slot(slots, nonZero(hash))] != 0;
    }

    /// Whether it was not there.
    boolean add(long hash) {
      long value = nonZero(hash);
      int slot = slot(slots, value);
      if (slots[slot] != 0) {
        return false;
      }
      slots[slot] = value;
      size++;
      if (size * 2 > slots.length) {
        grow();
      }
      return true;
    }

    private void grow() {
      long[] larger = new long[slots.length * 2];
      for (long value : slots) {
        if (value != 0) {
          larger[slot(larger, value)] = value;
        }
      }
      slots = larger;
    }

    /// Where the value is, or the free slot where it belongs.
    private static int slot(long[] slots, long value) {
      int slot = (int) value & (slots.length - 1);
      while (slots[slot] != 0 && slots[slot] != value) {
        slot = (slot + 1) & (slots.length - 1);
      }
      return slot;
    }

    /// Zero marks a free slot.
    private static long nonZero(long hash) {
      return hash == 0 ? 1 : hash;
    }
  }
}
