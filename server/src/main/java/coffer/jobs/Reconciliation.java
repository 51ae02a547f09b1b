package coffer.jobs;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has what rests inside HSMs compared with the store, again and again: what a kill left there
/// goes, and what a member lacks is given to it.
public final class Reconciliation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);
  private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(10);

  private final Runnable work;
  private final ScheduledExecutorService runs =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("reconciliation").daemon().factory());

  public Reconciliation(Runnable work) {
    this.work = work;
  }

  public void start(Duration pause) {
    Future<?> scheduled =
        runs.scheduleWithFixedDelay(
            this::runQuietly, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    LOG.debug("reconciliation scheduled: {}", scheduled);
  }

  private void runQuietly() {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("reconciliation stopped; it goes on at the next run", e);
    }
  }

  /// Waits for the run at hand.
  @Override
  public void close() {
    runs.shutdown();
    try {
      if (!runs.awaitTermination(CLOSE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("reconciliation does not end; it goes on after the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
