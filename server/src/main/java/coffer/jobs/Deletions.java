package coffer.jobs;

import coffer.audit.AuditEvent;
import coffer.audit.AuditSink;
import coffer.keys.Cryptography;
import coffer.keys.KeyLife;
import coffer.model.Key;
import coffer.model.KeyId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Destroys keys when their deletion window has ended, in four steps:
///
/// 1. the store: state Destroying, material erased from the row, aliases taken, in one transaction;
/// 2. the HSMs: what they hold of the key in volatile memory is released, by a member that is away
///    before it serves again;
/// 3. the audit trail: a durable record, by the service itself;
/// 4. the row goes.
///
/// After the keys of a run, the store's files are scrubbed of what was erased.
///
/// After a kill the next run repeats what comes after the first step, so that a destruction may be
/// recorded twice but never not at all. No tombstone is left: ids of keys and versions have more
/// than 100 random bits, and are in the audit trail for good.
public final class Deletions implements AutoCloseable {
  public static final String ACTOR = "service/deletions";
  public static final String ACTION = "kms:DestroyKey";

  private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);
  private static final int PAGE = 100;
  private static final int KEYS_PER_RUN_MAX = 10_000;
  private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(10);

  private final KeyLife life;
  private final Cryptography crypto;
  private final AuditSink audit;
  private final Clock clock;
  private final ScheduledExecutorService runs =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("deletions").daemon().factory());

  /// Also at the start: an earlier run may have been killed before it scrubbed. Guarded by this.
  private boolean unscrubbed = true;

  public Deletions(KeyLife life, Cryptography crypto, AuditSink audit, Clock clock) {
    this.life = life;
    this.crypto = crypto;
    this.audit = audit;
    this.clock = clock;
  }

  /// Runs at once and then again and again.
  public void start(Duration pause) {
    Future<?> scheduled =
        runs.scheduleWithFixedDelay(this::runQuietly, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    LOG.debug("deletions scheduled: {}", scheduled);
  }

  /// Destroys what is due. A key that cannot be destroyed now is left to the next run, and does not
  /// keep the others.
  ///
  /// @return how many keys were dealt with
  public synchronized int run() {
    int done = 0;
    int left = 0;
    List<KeyId> due = life.toDestroy(left, PAGE);
    while (!due.isEmpty() && done + left < KEYS_PER_RUN_MAX && !runs.isShutdown()) {
      for (KeyId id : due) {
        if (destroyed(id)) {
          done++;
        } else {
          left++;
        }
      }
      due = life.toDestroy(left, PAGE);
    }
    unscrubbed |= done > 0;
    if (unscrubbed) {
      unscrubbed = !life.scrub();
    }
    return done;
  }

  private boolean destroyed(KeyId id) {
    try {
      Optional<Key> erased = life.erase(id);
      erased.ifPresent(key -> {
        crypto.destroy(key);
        audit.recordDurably(event(id));
        life.remove(key);
        LOG.info("key {} is destroyed", id);
      });
      return true;
    } catch (RuntimeException e) {
      LOG.error("key {} could not be destroyed; it will be tried again", id, e);
      return false;
    }
  }

  private void runQuietly() {
    try {
      run();
    } catch (RuntimeException e) {
      LOG.error("deletions stopped; they go on at the next run", e);
    }
  }

  /// The same request id when it is recorded again.
  private AuditEvent event(KeyId id) {
    String request =
        UUID.nameUUIDFromBytes((ACTION + " " + id).getBytes(StandardCharsets.UTF_8)).toString();
    return new AuditEvent(
        clock.instant(), ACTOR, ACTION, "key/" + id, "OK", request, "service", "WINDOW_ENDED");
  }

  /// Waits for the key at hand.
  @Override
  public void close() {
    runs.shutdown();
    try {
      if (!runs.awaitTermination(CLOSE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("deletions do not end; they go on after the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
