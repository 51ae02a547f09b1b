package coffer.hsm.pkcs11;

import java.time.Duration;

/// Initialises a module anew when tokens of it cannot be opened with new sessions either: some
/// client libraries notice only then that their HSM is back, or lists the token again.
final class Revival {
  private static final int FAILURES_MIN = 2;
  private static final int FAILURES_APART_MAX = 8;

  /// While other tokens of the module serve: they are held up each time.
  private static final Duration APART = Duration.ofMinutes(1);

  private final LoadedModule module;
  private int failures;
  private long lastNanos = System.nanoTime() - APART.toNanos();

  Revival(LoadedModule module) {
    this.module = module;
  }

  synchronized void opened() {
    failures = 0;
  }

  /// @return whether the module was initialised anew
  boolean openFailed() {
    int generation = module.generation();
    if (!isTime()) {
      return false;
    }
    module.restart(generation, false);
    return true;
  }

  /// After 2, 4, 8, 16, 24 … failures in a row.
  private synchronized boolean isTime() {
    failures++;
    boolean due =
        failures >= FAILURES_MIN
            && (Integer.bitCount(failures) == 1 || failures % FAILURES_APART_MAX == 0);
    long now = System.nanoTime();
    if (!due || (module.isConnected() && now - lastNanos < APART.toNanos())) {
      return false;
    }
    lastNanos = now;
    return true;
  }
}
