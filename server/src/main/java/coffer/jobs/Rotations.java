package coffer.jobs;

import coffer.audit.AuditEvent;
import coffer.audit.AuditSink;
import coffer.keys.KeyRotation;
import coffer.model.KeyId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives keys their next version when it is due. When that was long ago, because the service was
/// down or the key disabled, it gets one all the same: the next is due an interval after this one.
/// A kill at any point leaves a key rotated or due.
public final class Rotations implements AutoCloseable {
  public static final String ACTOR = "service/rotations";
  public static final String ACTION = "kms:RotateKey";

  private static final Logger LOG = LoggerFactory.getLogger(Rotations.class);
  private static final int PAGE = 100;
  private static final int KEYS_PER_RUN_MAX = 10_000;
  private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(10);

  private final KeyRotation rotation;
  private final AuditSink audit;
  private final Clock clock;
  private final ScheduledExecutorService runs =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("rotations").daemon().factory());

  public Rotations(KeyRotation rotation, AuditSink audit, Clock clock) {
    this.rotation = rotation;
    this.audit = audit;
    this.clock = clock;
  }

  /// Runs at once and then again and again.
  public void start(Duration pause) {
    Future<?> scheduled =
        runs.scheduleWithFixedDelay(this::runQuietly, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    LOG.debug("rotations scheduled: {}", scheduled);
  }

  /// Rotates what is due. A key that cannot be rotated now, because its HSMs are away, is left to
  /// the next run, and does not keep the others.
  ///
  /// @return how many keys were rotated
  public synchronized int run() {
    int done = 0;
    int left = 0;
    List<KeyId> due = rotation.due(left, PAGE);
    while (!due.isEmpty() && done + left < KEYS_PER_RUN_MAX && !runs.isShutdown()) {
      for (KeyId id : due) {
        if (rotated(id)) {
          done++;
        } else {
          left++;
        }
      }
      due = rotation.due(left, PAGE);
    }
    if (left > 0) {
      LOG.warn("{} keys could not be rotated; they will be tried again", left);
    }
    return done;
  }

  private boolean rotated(KeyId id) {
    try {
      if (rotation.rotate(id).isPresent()) {
        LOG.info("key {} is rotated", id);
        audit.recordDurably(event(id));
      }
      return true;
    } catch (RuntimeException e) {
      LOG.debug("key {} could not be rotated", id, e);
      return false;
    }
  }

  private void runQuietly() {
    try {
      run();
    } catch (RuntimeException e) {
      LOG.error("rotations stopped; they go on at the next run", e);
    }
  }

  private AuditEvent event(KeyId id) {
    return new AuditEvent(
        clock.instant(),
        ACTOR,
        ACTION,
        "key/" + id,
        "OK",
        UUID.randomUUID().toString(),
        "service",
        "INTERVAL_ENDED");
  }

  /// Waits for the key at hand.
  @Override
  public void close() {
    runs.shutdown();
    try {
      if (!runs.awaitTermination(CLOSE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("rotations do not end; they go on after the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
