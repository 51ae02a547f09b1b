package coffer.jobs;

import coffer.keys.UseCounts;
import coffer.ram.UserKeys;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes now and then when access keys were last used, and how often keys were. What a kill loses
/// is at most the uses since the last time.
public final class KeyUses implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyUses.class);
  private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(10);

  private final UserKeys keys;
  private final UseCounts counts;
  private final Clock clock;
  private final ScheduledExecutorService runs =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("key-uses").daemon().factory());

  public KeyUses(UserKeys keys, UseCounts counts, Clock clock) {
    this.keys = keys;
    this.counts = counts;
    this.clock = clock;
  }

  public void start(Duration pause) {
    Future<?> scheduled =
        runs.scheduleWithFixedDelay(
            this::write, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    LOG.debug("writing of key uses scheduled: {}", scheduled);
  }

  private void write() {
    try {
      keys.writeUses();
      counts.write(clock.instant());
    } catch (RuntimeException e) {
      LOG.warn("uses of keys could not be written; tried again later", e);
    }
  }

  /// Writes what is left.
  @Override
  public void close() {
    runs.shutdown();
    try {
      if (!runs.awaitTermination(CLOSE_WAIT_MAX.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("uses of keys are still being written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    write();
  }
}
