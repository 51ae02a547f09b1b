package coffer.testkit;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.Opened;
import coffer.model.SecretBytes;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one thread on which a member's calls run, as they do on a PKCS #11 session. Whoever waits
/// for a call gives up at the deadline; the thread does not.
final class Lane implements AutoCloseable {
  private static final int WAITING_MAX = 1_000;
  private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(5);

  private final ThreadPoolExecutor thread;

  Lane(String name) {
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().daemon().name(name).factory());
  }

  <R> R call(Duration deadline, Supplier<R> work) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    try {
      thread.execute(() -> run(work, answer));
    } catch (RejectedExecutionException e) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "the lane is full or closed", e);
    }
    try {
      return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return abandon(answer, "no answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return abandon(answer, "interrupted");
    } catch (ExecutionException e) {
      throw unpacked(e.getCause());
    }
  }

  /// Ends what hangs. Calls that still wait run into their deadline.
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(CLOSE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the lane does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <R> void run(Supplier<R> work, CompletableFuture<R> answer) {
    if (answer.isDone()) {
      return;
    }
    try {
      R made = work.get();
      if (!answer.complete(made)) {
        wipe(made);
      }
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
    }
  }

  /// The answer may have come in the last moment.
  private static <R> R abandon(CompletableFuture<R> answer, String why) {
    answer.completeExceptionally(new HsmException(HsmFailure.UNAVAILABLE, why));
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw unpacked(e.getCause());
    }
  }

  private static RuntimeException unpacked(@Nullable Throwable cause) {
    if (cause instanceof HsmException e) {
      return new HsmException(e.failure(), String.valueOf(e.getMessage()), e);
    }
    return cause instanceof RuntimeException e
        ? e
        : new IllegalStateException("the call failed", cause);
  }

  private static void wipe(Object made) {
    switch (made) {
      case SecretBytes secret -> secret.close();
      case Opened opened -> opened.plaintext().close();
      default -> {}
    }
  }
}
