package coffer.boot;

import coffer.audit.AuditArchive;
import coffer.audit.AuditException;
import coffer.audit.AuditSink;
import coffer.store.Store;
import coffer.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the audit trail needs from time to time: notes of local commands written into it, signed
/// heads thinned out, segments beyond their retention archived.
final class AuditUpkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditUpkeep.class);
  private static final Duration MINUTES_AFTER = Duration.ofDays(1);
  private static final Duration HOURS_AFTER = Duration.ofDays(30);
  private static final int HEADS_PER_TRANSACTION_MAX = 10_000;
  private static final int TRANSACTIONS_MAX = 1_000;

  /// How often each part is done; retention first comes some time after the start, which has enough
  /// to do without it.
  record Intervals(
      Duration notes, Duration heads, Duration retentionAfter, Duration retentionEvery) {
    static final Intervals STANDARD =
        new Intervals(
            Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofHours(6));
  }

  private final Store store;
  private final AuditSink audit;
  private final Path directory;
  private final Optional<Config.Retention> retention;
  private final Clock clock;
  private final Intervals intervals;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("audit-upkeep").daemon().factory());

  AuditUpkeep(
      Store store,
      AuditSink audit,
      Path directory,
      Optional<Config.Retention> retention,
      Clock clock,
      Intervals intervals) {
    this.store = store;
    this.audit = audit;
    this.directory = directory;
    this.retention = retention;
    this.clock = clock;
    this.intervals = intervals;
  }

  void start() {
    every(Duration.ZERO, intervals.notes(), () -> OperatorNotes.drain(store, audit));
    every(intervals.heads(), intervals.heads(), () -> thin(store, clock));
    if (retention.isPresent()) {
      every(intervals.retentionAfter(), intervals.retentionEvery(), () -> retain(retention.get()));
    }
  }

  /// Beyond a day one head a minute is kept, beyond 30 days one an hour; never is the newest
  /// touched.
  static void thin(Store store, Clock clock) {
    thin(store, clock.instant().minus(HOURS_AFTER), Duration.ofHours(1));
    thin(store, clock.instant().minus(MINUTES_AFTER), Duration.ofMinutes(1));
  }

  private static void thin(Store store, Instant before, Duration stretch) {
    for (int i = 0; i < TRANSACTIONS_MAX; i++) {
      int gone =
          store.inTransaction(transaction ->
              transaction.thinAuditHeads(before, stretch.toMillis(), HEADS_PER_TRANSACTION_MAX));
      if (gone < HEADS_PER_TRANSACTION_MAX) {
        return;
      }
    }
  }

  private void retain(Config.Retention kept) {
    try {
      archive(store, directory, kept.archive(), clock.instant().minus(kept.age()), clock)
          .ifPresent(moved ->
              LOG.info("audit: records to {} are in {} now", moved.last(), kept.archive()));
    } catch (IOException e) {
      LOG.error("audit: old segments cannot be archived", e);
    }
  }

  /// Heads are thinned first, so that an archive holds no more of them than it needs.
  static Optional<AuditArchive.Moved> archive(
      Store store, Path directory, Path archive, Instant before, Clock clock) throws IOException {
    thin(store, clock);
    Identities identities = Identities.of(store);
    Optional<AuditArchive.Moved> moved =
        new AuditArchive(store, directory, archive, identities.keys())
            .move(before, identities.certificates());
    moved.ifPresent(m ->
        OperatorNotes.add(
            store,
            clock,
            "local:ArchiveAudit",
            "audit/" + m.first() + "-" + m.last(),
            m.segments() + " segments"));
    return moved;
  }

  private void every(Duration after, Duration every, Runnable work) {
    Future<?> scheduled =
        executor.scheduleWithFixedDelay(
            () -> quietly(work), after.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    LOG.debug("audit upkeep scheduled: {}", scheduled);
  }

  private static void quietly(Runnable work) {
    try {
      work.run();
    } catch (StoreException | AuditException | ConfigException e) {
      LOG.warn("audit: upkeep waits", e);
    } catch (RuntimeException e) {
      LOG.error("audit: upkeep met a bug and goes on", e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("audit: upkeep did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
