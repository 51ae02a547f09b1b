package coffer.store.sql;

import coffer.store.StoreException;
import coffer.store.StoreException.Reason;
import coffer.store.Transaction;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One caller's transaction on its way to the writer and back.
final class Submission<R> {
  private enum Phase {
    WAITING,
    TAKEN,
    GIVEN_UP
  }

  private final Function<Transaction, R> work;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
  private final CompletableFuture<R> answer = new CompletableFuture<>();
  private @Nullable R result;

  Submission(Function<Transaction, R> work) {
    this.work = work;
  }

  /// False when the caller has given up: then it must not run.
  boolean take() {
    return phase.compareAndSet(Phase.WAITING, Phase.TAKEN);
  }

  boolean giveUp() {
    return phase.compareAndSet(Phase.WAITING, Phase.GIVEN_UP);
  }

  void run(Transaction transaction) {
    result = work.apply(transaction);
  }

  /// The commit is on disk.
  @SuppressWarnings("NullAway") // What the work returned is what the caller gets.
  void acknowledge() {
    answer.complete(result);
  }

  void fail(Throwable failure) {
    answer.completeExceptionally(failure);
  }

  /// Waits whatever interrupts, and hands the interrupt on. A transaction that has not begun by the
  /// deadline never will; one that has begun gets as much time again.
  R await(Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    boolean interrupted = false;
    boolean extended = false;
    try {
      while (true) {
        try {
          return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (TimeoutException e) {
          if (extended || giveUp()) {
            throw tooLate(extended);
          }
          extended = true;
          end += deadline.toNanos();
        } catch (ExecutionException e) {
          throw unchecked(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static StoreException tooLate(boolean begun) {
    return new StoreException(
        Reason.UNAVAILABLE,
        begun
            ? "The store does not answer: whether the transaction happened is not known."
            : "The store is busy: the transaction did not begin in time.");
  }

  private static RuntimeException unchecked(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException failure -> failure;
      case Error error -> throw error;
      case null, default -> new IllegalStateException("a transaction failed", e.getCause());
    };
  }
}
