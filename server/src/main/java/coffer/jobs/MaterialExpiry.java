package coffer.jobs;

import coffer.audit.AuditEvent;
import coffer.audit.AuditSink;
import coffer.keys.Cryptography;
import coffer.keys.KeyImports;
import coffer.model.Key;
import java.nio.charset.StandardCharsets;
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

/// Removes imported material when it has ended, so that its key waits for it again; sweeps import
/// tickets that have ended; and scrubs the store's files of material that was removed, by whomever.
///
/// Nothing is served by ended material, also before it is removed: `Cryptography` looks at the
/// clock itself. The record is written before the removal, so that a kill between may have it
/// written twice but never not at all.
public final class MaterialExpiry implements AutoCloseable {
  public static final String ACTOR = "service/material-expiry";
  public static final String ACTION = "kms:ExpireKeyMaterial";

  private static final Logger LOG = LoggerFactory.getLogger(MaterialExpiry.class);
  private static final int PAGE = 100;
  private static final int KEYS_PER_RUN_MAX = 10_000;
  private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(10);

  private final KeyImports imports;
  private final Cryptography crypto;
  private final AuditSink audit;
  private final Clock clock;
  private final ScheduledExecutorService runs =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("material-expiry").daemon().factory());

  public MaterialExpiry(KeyImports imports, Cryptography crypto, AuditSink audit, Clock clock) {
    this.imports = imports;
    this.crypto = crypto;
    this.audit = audit;
    this.clock = clock;
  }

  /// Runs at once and then again and again.
  public void start(Duration pause) {
    Future<?> scheduled =
        runs.scheduleWithFixedDelay(this::runQuietly, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    LOG.debug("expiry of material scheduled: {}", scheduled);
  }

  /// Deals with what is due. A key whose turn fails is left to the next run, and does not keep the
  /// others.
  ///
  /// @return from how many keys material was removed
  public synchronized int run() {
    int done = 0;
    int left = 0;
    List<Key> due = imports.ended(left, PAGE);
    while (!due.isEmpty() && done + left < KEYS_PER_RUN_MAX && !runs.isShutdown()) {
      for (Key key : due) {
        if (expired(key)) {
          done++;
        } else {
          left++;
        }
      }
      due = imports.ended(left, PAGE);
    }
    int swept = imports.sweep();
    if (swept > 0) {
      LOG.info("{} import tokens have ended", swept);
    }
    imports.scrub();
    return done;
  }

  private boolean expired(Key key) {
    try {
      audit.recordDurably(event(key));
      imports.expire(key.id()).ifPresent(crypto::destroy);
      LOG.info("the material of key {} has ended", key.id());
      return true;
    } catch (RuntimeException e) {
      LOG.error("the material of key {} could not be removed; it is tried again", key.id(), e);
      return false;
    }
  }

  private void runQuietly() {
    try {
      run();
    } catch (RuntimeException e) {
      LOG.error("expiry of material stopped; it goes on at the next run", e);
    }
  }

  /// The same request id when it is recorded again.
  private AuditEvent event(Key key) {
    String what = ACTION + " " + key.id() + " " + key.materialExpires().orElseThrow();
    String request = UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)).toString();
    return new AuditEvent(
        clock.instant(), ACTOR, ACTION, "key/" + key.id(), "OK", request, "service", "EXPIRED");
  }

  /// Waits for the key at hand.
  @Override
  public void close() {
    runs.shutdown();
    try {
      if (!runs.awaitTermination(CLOSE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("expiry of material does not end; it goes on after the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
