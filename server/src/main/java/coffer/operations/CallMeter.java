package coffer.operations;

/// Counts calls for the metrics end point.
@FunctionalInterface
public interface CallMeter {
  /// @param outcome `OK` or the name of an `ErrorCode`
  void count(String action, String outcome, long nanos);
}
