package coffer.hsm.pkcs11;

import coffer.hsm.HsmModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/// What a module gains by more threads, measured with short operations for a moment: some take
/// locks around them and become slower with a second thread, others wait for a network and gain by
/// dozens.
///
/// @param lanes how many threads are worth it
/// @param perSecond calls per second with 1, 2, 4 ... threads, as far as was tried
record ThreadScaling(int lanes, List<Long> perSecond) {
  /// Twice the threads are worth it when they do so much more.
  private static final double WORTH = 1.5;

  private static final long MEASURED_NANOS = 25_000_000;
  private static final long LATE_NANOS = 3_000_000_000L;
  private static final byte[] DATA = new byte[32];

  ThreadScaling {
    perSecond = List.copyOf(perSecond);
  }

  /// @param key for AES-GCM in every session of this process
  static ThreadScaling measure(LoadedModule module, long slot, long key) {
    return of(threads -> perSecond(module, slot, key, threads));
  }

  /// @param run calls per second with so many threads; 0 if that did not work
  static ThreadScaling of(LongFunction<Long> run) {
    List<Long> found = new ArrayList<>();
    int lanes = 1;
    for (int threads = 1; threads <= HsmModule.LANES_MAX; threads *= 2) {
      long rate = run.apply(threads);
      if (rate == 0) {
        break;
      }
      found.add(rate);
      if (threads > 1 && rate < WORTH * found.get(found.size() - 2)) {
        break;
      }
      lanes = threads;
    }
    return new ThreadScaling(lanes, found);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < perSecond.size(); i++) {
      text.append(i == 0 ? "" : ", ")
          .append(1 << i)
          .append(i == 0 ? " thread " : " threads ")
          .append(perSecond.get(i))
          .append(" calls/s");
      if (i > 0) {
        double ratio = (double) perSecond.get(i) / perSecond.getFirst();
        text.append(String.format(Locale.ROOT, " (%.2f times)", ratio));
      }
    }
    return text.toString();
  }

  /// Threads of their own: native code may hang, and then they are left behind.
  private static long perSecond(LoadedModule module, long slot, long key, long threads) {
    CountDownLatch ready = new CountDownLatch((int) threads);
    CountDownLatch ended = new CountDownLatch((int) threads);
    AtomicLong calls = new AtomicLong();
    AtomicLong failures = new AtomicLong();
    for (int i = 0; i < threads; i++) {
      Thread.ofPlatform()
          .daemon()
          .name("pkcs11-probe")
          .start(() -> {
            try {
              calls.addAndGet(work(module, slot, key, ready));
            } catch (ModuleRefusal refusal) {
              failures.incrementAndGet();
              ready.countDown();
            } finally {
              ended.countDown();
            }
          });
    }
    try {
      boolean all = ended.await(LATE_NANOS, TimeUnit.NANOSECONDS);
      return all && failures.get() == 0 ? calls.get() * 1_000_000_000L / MEASURED_NANOS : 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static long work(LoadedModule module, long slot, long key, CountDownLatch ready) {
    try (Scratch memory = new Scratch()) {
      Session session = Session.open(module.functions(), slot, memory);
      try {
        Mechanism gcm = Mechanism.gcm(new byte[12], new byte[0]);
        byte[] _ = session.encrypt(gcm, key, DATA);
        ready.countDown();
        boolean _ = ready.await(LATE_NANOS, TimeUnit.NANOSECONDS);
        long end = System.nanoTime() + MEASURED_NANOS;
        long calls = 0;
        while (System.nanoTime() < end) {
          byte[] _ = session.encrypt(gcm, key, DATA);
          calls++;
        }
        return calls;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return 0;
      } finally {
        session.close();
      }
    }
  }
}
