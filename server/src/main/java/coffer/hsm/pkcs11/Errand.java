package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmModule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Work for a module outside of any lane (loading, looking at slots): on a platform thread of its
/// own, since native code may hang, and with a deadline. Threads that hang are given up, at most
/// `THREADS_MAX` at a time for each module.
final class Errand {
  private static final int THREADS_MAX = 8;

  /// More than the first use of a module takes, which is tried in another process before.
  private static final Duration DEADLINE = Duration.ofSeconds(40);

  /// Static because the modules are the process's; as many as the configuration declares.
  private static final Map<Path, Semaphore> THREADS = new ConcurrentHashMap<>();

  private Errand() {}

  static <T> T run(HsmModule module, Supplier<T> work) {
    Semaphore threads = THREADS.computeIfAbsent(module.path(), _ -> new Semaphore(THREADS_MAX));
    if (!threads.tryAcquire()) {
      throw new HsmException(
          HsmFailure.UNAVAILABLE, "too many calls hang in module " + module.name());
    }
    CompletableFuture<T> done = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("pkcs11-errand")
        .start(() -> {
          try {
            done.complete(work.get());
          } catch (Throwable t) {
            done.completeExceptionally(t);
          } finally {
            threads.release();
          }
        });
    return Waiting.of(done, DEADLINE, "the module did not answer in time");
  }

  /// Waiting for what another thread does.
  static final class Waiting {
    private Waiting() {}

    static <T> T of(CompletableFuture<T> done, Duration deadline, String late) {
      try {
        return done.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        throw new HsmException(HsmFailure.UNAVAILABLE, late, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new HsmException(HsmFailure.UNAVAILABLE, "interrupted", e);
      } catch (ExecutionException e) {
        throw unwrapped(e);
      }
    }

    static RuntimeException unwrapped(ExecutionException e) {
      return switch (e.getCause()) {
        case ModuleRefusal refusal -> refusal.toHsmException();
        case HsmException refusal -> refusal;
        case Error error -> throw error;
        case RuntimeException bug -> bug;
        case null, default -> new IllegalStateException(e);
      };
    }
  }
}
