package coffer.hsm.software;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps expensive, single-threaded objects (ciphers) for whoever needs one next. A thread usually
/// finds the one it used last. Not a ThreadLocal, because virtual threads would each make their
/// own, and every other thread that ever passed would keep one.
final class Idle<T> {
  private static final int SLOTS_MAX = 32;

  /// Apart from each other in memory, so that cores do not fight over a cache line.
  private static final int STRIDE = 16;

  private static final int PROBES_MAX = 4;

  private final AtomicReferenceArray<@Nullable T> slots =
      new AtomicReferenceArray<>(SLOTS_MAX * STRIDE);
  private final Supplier<T> make;

  Idle(Supplier<T> make) {
    this.make = make;
  }

  /// The caller owns it until `give`; it may as well keep or drop it.
  T take() {
    for (int probe = 0; probe < PROBES_MAX; probe++) {
      T idle = slots.getAndSet(slot(probe), null);
      if (idle != null) {
        return idle;
      }
    }
    return make.get();
  }

  void give(T used) {
    for (int probe = 0; probe < PROBES_MAX; probe++) {
      if (slots.compareAndSet(slot(probe), null, used)) {
        return;
      }
    }
  }

  private static int slot(int probe) {
    return (int) ((Thread.currentThread().threadId() + probe) % SLOTS_MAX) * STRIDE;
  }
}
