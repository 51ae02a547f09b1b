package coffer.audit;

import coffer.audit.Audits.Heads;
import coffer.audit.Audits.Signer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Measures the log by hand: `java -cp … coffer.audit.AuditSpeed DIRECTORY`. Not a test.
final class AuditSpeed {
  private AuditSpeed() {}

  public static void main(String[] args) throws Exception {
    Path root = Files.createTempDirectory(Path.of(args[0]), "audit");
    AuditSettings settings = AuditSettings.of(AuditSettings.Durability.GROUP);
    Signer signer = new Signer("0001");
    try (AuditLog log =
        AuditLog.open(root, settings, new Heads(), () -> List.of(signer), Clock.systemUTC())) {
      for (int threads : new int[] {1, 1, 1, 2, 2}) {
        relaxed(log, threads, 600_000 / threads);
      }
      for (int threads : new int[] {1, 16, 64}) {
        durable(log, threads);
      }
    }
  }

  private static void relaxed(AuditLog log, int threads, int each) throws InterruptedException {
    AtomicLong cpu = new AtomicLong();
    long started = System.nanoTime();
    run(
        threads,
        number -> {
          long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
          for (int i = 0; i < each; i++) {
            log.record(Audits.event("6f1b1c5e-0000-4b1a-9a57-3c2f7c8d9e10"));
            if (i % 20_000 == 19_999) {
              pause(number);
            }
          }
          cpu.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
        });
    System.out.printf(
        "record: %d threads, %.2f us CPU each, %.0f/s%n",
        threads,
        cpu.get() / 1e3 / threads / each,
        1e9 * threads * each / (System.nanoTime() - started));
  }

  private static void durable(AuditLog log, int threads) throws InterruptedException {
    long started = System.nanoTime();
    AtomicLong count = new AtomicLong();
    run(
        threads,
        _ -> {
          while (System.nanoTime() - started < 3_000_000_000L) {
            log.recordDurably(Audits.event("6f1b1c5e-0000-4b1a-9a57-3c2f7c8d9e10"));
            count.incrementAndGet();
          }
        });
    System.out.printf(
        "recordDurably: %d threads, %.0f/s%n",
        threads, 1e9 * count.get() / (System.nanoTime() - started));
  }

  private interface Work {
    void run(int number);
  }

  private static void run(int threads, Work work) throws InterruptedException {
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      running.add(Thread.ofPlatform().start(() -> work.run(number)));
    }
    for (Thread thread : running) {
      thread.join();
    }
  }

  /// As long as the disk needs for a segment: the loop is faster than any wire.
  private static void pause(int number) {
    try {
      Thread.sleep(150 + number);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
