package coffer.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;

/// Times a step in processor time of the whole process: what its garbage and its helping threads
/// cost counts as well.
final class StepTimer {
  private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
  private static final int ROUNDS = 7;
  private static final int CALLS_BETWEEN_LOOKS = 500;

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private long kept;

  /// The median of some rounds, per call.
  ///
  /// @param step given a running number; what it answers keeps the compiler from leaving it out
  double micros(IntToLongFunction step) {
    round(step, WARM_UP_NANOS);
    double[] rounds = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      rounds[i] = round(step, ROUND_NANOS);
    }
    Arrays.sort(rounds);
    return rounds[ROUNDS / 2];
  }

  private double round(IntToLongFunction step, long nanos) {
    long calls = 0;
    long cpu = system.getProcessCpuTime();
    long until = System.nanoTime() + nanos;
    while (System.nanoTime() < until) {
      for (int i = 0; i < CALLS_BETWEEN_LOOKS; i++) {
        kept += step.applyAsLong((int) ((calls + i) & Integer.MAX_VALUE));
      }
      calls += CALLS_BETWEEN_LOOKS;
    }
    return (system.getProcessCpuTime() - cpu) / 1_000.0 / calls;
  }

  /// Of no meaning but that it is used.
  long kept() {
    return kept;
  }
}
