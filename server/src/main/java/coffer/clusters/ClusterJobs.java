package coffer.clusters;

import coffer.model.ClusterId;
import coffer.model.ErrorCode;
import coffer.model.HsmJob;
import coffer.model.HsmJobId;
import coffer.model.KmsException;
import coffer.store.Snapshot;
import coffer.store.Store;
import coffer.store.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Steps of cluster life as jobs. Most end while their caller waits, who then learns of a refusal
/// as of any other; what takes longer goes on, and is asked for by its id. A job that a stop of the
/// service cut off is ended as failed at the next start: passwords that it was given are gone, and
/// every step may be repeated.
public final class ClusterJobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterJobs.class);
  private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(10);
  private static final int JOBS_MAX = 200;
  private static final int PAGE = 1000;

  private final Store store;
  private final Clock clock;
  private final Supplier<HsmJobId> ids;
  private final Duration answerWaitMax;
  private final Map<HsmJobId, CompletableFuture<HsmJob>> running = new ConcurrentHashMap<>();

  /// @param answerWaitMax how long a caller waits for the end of a job
  ClusterJobs(Store store, Clock clock, Supplier<HsmJobId> ids, Duration answerWaitMax) {
    this.store = store;
    this.clock = clock;
    this.ids = ids;
    this.answerWaitMax = answerWaitMax;
  }

  /// Ends what a stop of the service cut off.
  void endWhatWasCutOff() {
    store.inTransaction(transaction -> {
      for (HsmJob job : transaction.hsmJobs().page(0, PAGE)) {
        if (job.status() == HsmJob.Status.RUNNING) {
          LOG.warn("job {} ({}) was cut off by a stop of the service", job.id(), job.action());
          HsmJob _ =
              transaction
                  .hsmJobs()
                  .update(
                      job.id(),
                      old ->
                          old.failed(
                              "The service stopped while it ran. What was done stays: repeat "
                                  + job.action()
                                  + "."));
        }
      }
      return true;
    });
  }

  public Optional<HsmJob> find(HsmJobId id) {
    return store.read(view -> view.hsmJobs().find(id));
  }

  /// Runs a step. Throws what it throws, while the caller waits.
  ///
  /// @param step answers what it found, in words; closes what it was given
  /// @return the job as it is when the wait is over
  public HsmJob run(ClusterId cluster, String action, Function<Progress, String> step) {
    HsmJob job =
        HsmJob.begun(ids.get(), cluster, action, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    store.inTransaction(transaction -> {
      prune(transaction);
      transaction.hsmJobs().insert(job);
      return true;
    });
    CompletableFuture<HsmJob> end = new CompletableFuture<>();
    running.put(job.id(), end);
    Thread.ofVirtual().name("hsm-" + job.id()).start(() -> perform(job, step, end));
    return await(job, end);
  }

  private void perform(HsmJob job, Function<Progress, String> step, CompletableFuture<HsmJob> end) {
    try {
      String found = step.apply(percent -> update(job.id(), old -> old.reached(percent)));
      end.complete(update(job.id(), old -> old.succeeded(found)));
      LOG.info("job {} ({}) is done", job.id(), job.action());
    } catch (RuntimeException | Error e) {
      boolean refused = e instanceof KmsException;
      LOG.warn("job {} ({}) failed", job.id(), job.action(), refused ? null : e);
      String why = refused ? String.valueOf(e.getMessage()) : ErrorCode.INTERNAL_FAILURE.message();
      try {
        HsmJob _ = update(job.id(), old -> old.failed(why));
      } finally {
        end.completeExceptionally(e);
      }
    } finally {
      running.remove(job.id());
    }
  }

  private HsmJob await(HsmJob job, CompletableFuture<HsmJob> end) {
    try {
      return end.get(answerWaitMax.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return find(job.id()).orElse(job);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KmsException(ErrorCode.SERVICE_UNAVAILABLE);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private HsmJob update(HsmJobId id, UnaryOperator<HsmJob> change) {
    return store.inTransaction(transaction -> transaction.hsmJobs().update(id, change));
  }

  private static void prune(Transaction transaction) {
    long surplus = transaction.hsmJobs().count() - JOBS_MAX + 1;
    if (surplus <= 0) {
      return;
    }
    ended(transaction).stream()
        .limit(surplus)
        .forEach(job -> transaction.hsmJobs().delete(job.id()));
  }

  private static List<HsmJob> ended(Snapshot view) {
    return view.hsmJobs().page(0, PAGE).stream()
        .filter(job -> job.status() != HsmJob.Status.RUNNING)
        .toList();
  }

  /// Waits for what runs, but not for ever.
  @Override
  public void close() {
    try {
      CompletableFuture.allOf(running.values().toArray(CompletableFuture<?>[]::new))
          .get(CLOSE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("a job of cluster life is cut off by the stop of the service");
    }
  }
}
