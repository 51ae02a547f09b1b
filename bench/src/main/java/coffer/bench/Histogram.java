package coffer.bench;

/// Counts durations in buckets that grow with them: none is off by more than a 64th. Not
/// thread-safe.
final class Histogram {
  private static final int PRECISION_BITS = 6;
  private static final int PER_OCTAVE = 1 << PRECISION_BITS;
  private static final long NANOS_MAX = 100_000_000_000L;

  private final long[] counts = new long[bucket(NANOS_MAX) + 1];
  private long total;

  /// Longer than 100 s counts as 100 s.
  void add(long nanos) {
    counts[bucket(Math.clamp(nanos, 0, NANOS_MAX))]++;
    total++;
  }

  long total() {
    return total;
  }

  /// What this share of all does not exceed.
  ///
  /// @param share above 0, at most 1
  double nanos(double share) {
    long wanted = Math.max(1, (long) Math.ceil(total * share));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return middle(i);
      }
    }
    return 0;
  }

  /// Exact below 64; above, the octave and the 6 bits that follow its first.
  private static int bucket(long nanos) {
    if (nanos < PER_OCTAVE) {
      return (int) nanos;
    }
    int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - PRECISION_BITS;
    return (octave + 1) * PER_OCTAVE + (int) (nanos >>> octave) - PER_OCTAVE;
  }

  private static double middle(int bucket) {
    if (bucket < PER_OCTAVE) {
      return bucket;
    }
    int octave = bucket / PER_OCTAVE - 1;
    long from = (long) (bucket % PER_OCTAVE + PER_OCTAVE) << octave;
    return from + (1L << octave) / 2.0;
  }
}
