package coffer.bench;

/// Hears of every answer, on the one thread of the load.
@FunctionalInterface
interface Answered {
  /// @param nanos since the request was written
  /// @param buffer holds the body; overwritten afterwards
  void answered(long nanos, byte[] buffer, int from, int length);
}
