package coffer.bench;

import java.util.concurrent.TimeUnit;

/// One line of the table. The names are those of the JSON document.
record Row(
    String operation,
    String wire,
    String keySpec,
    String hsm,
    int connections,
    double callsPerSecond,
    double p50Micros,
    double p99Micros,
    double serverCpuMicrosPerCall) {
  private static final double MICRO = 1_000;

  static Row of(Subject subject, String hsm, int connections, LoadClient.Measured measured) {
    return of(subject.operation(), subject.wire(), subject.keySpec(), hsm, connections, measured);
  }

  static Row of(
      String operation,
      String wire,
      String keySpec,
      String hsm,
      int connections,
      LoadClient.Measured measured) {
    Histogram latencies = measured.latencies();
    double seconds = measured.wallNanos() / (double) TimeUnit.SECONDS.toNanos(1);
    return new Row(
        operation,
        wire,
        keySpec,
        hsm,
        connections,
        tenths(latencies.total() / seconds),
        tenths(latencies.nanos(0.5) / MICRO),
        tenths(latencies.nanos(0.99) / MICRO),
        tenths(measured.serverCpuNanos() / MICRO / Math.max(1, latencies.total())));
  }

  static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
