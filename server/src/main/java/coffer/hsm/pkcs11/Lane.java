package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.Opened;
import coffer.model.SecretBytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// A platform thread that owns a session. Callers hand over work and wait; never is a module called
/// on their own, perhaps virtual, thread. A call that does not come back makes the lane lost: its
/// thread cannot be killed, so it is left behind and ends when the module lets go of it.
final class Lane implements AutoCloseable {
  private static final int TASKS_MAX = 1024;
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(3);

  private final Duration deadline;
  private final Duration keepAlive;
  private final Job<?> idle;
  private final Runnable onLost;
  private final Hangs hangs;
  private final BlockingQueue<Task<?>> queue = new ArrayBlockingQueue<>(TASKS_MAX);
  private final Thread thread;
  private volatile boolean ended;

  private volatile Optional<Running> running = Optional.empty();

  /// @param station made on the lane's thread
  /// @param idle done whenever nothing else was for `keepAlive`
  /// @param hangs told when the thread is left behind
  /// @param onLost called once, on a caller's thread
  Lane(
      String name,
      Supplier<Station> station,
      Duration deadline,
      Duration keepAlive,
      Job<?> idle,
      Hangs hangs,
      Runnable onLost) {
    this.deadline = deadline;
    this.keepAlive = keepAlive;
    this.idle = idle;
    this.hangs = hangs;
    this.onLost = onLost;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> work(station));
    this.thread.start();
  }

  int waiting() {
    return queue.size();
  }

  /// What the thread is doing, since when by System.nanoTime, and how long that may take.
  private record Running(long since, Duration limit) {
    /// Its caller waited for its turn besides, and for a wakeup: most of the time is enough.
    boolean isOverdue() {
      return System.nanoTime() - since >= limit.toNanos() / 4 * 3;
    }
  }

  /// Runs a job and waits for it, at most for the lane's deadline.
  <T> T call(Job<T> job) {
    return call(job, deadline);
  }

  /// As `call`, for a job that may take another time.
  <T> T call(Job<T> job, Duration limit) {
    Task<T> task = new Task<>(job, limit);
    if (ended) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "lane has ended");
    }
    if (!queue.offer(task)) {
      throw new HsmException(HsmFailure.BUSY, "lane is full");
    }
    if (ended) {
      refuseQueued();
    }
    try {
      return task.done.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw giveUp(task)
          ? new HsmException(ReturnClass.HANG.failure(), "the token did not answer in time", e)
          : new HsmException(HsmFailure.BUSY, "its turn did not come in time", e);
    } catch (InterruptedException e) {
      task.abandon();
      Thread.currentThread().interrupt();
      throw new HsmException(HsmFailure.UNAVAILABLE, "interrupted", e);
    } catch (ExecutionException e) {
      throw Errand.Waiting.unwrapped(e);
    }
  }

  /// Wakes the lane for what it does when idle, unless its queue is full anyway.
  void nudge() {
    boolean _ = queue.offer(new Task<>(idle, deadline));
  }

  /// @return whether it hangs in the module, or behind what hangs there; not only in a long queue
  private boolean giveUp(Task<?> task) {
    task.abandon();
    boolean lost = running.filter(Running::isOverdue).isPresent();
    if (lost) {
      end();
      hangs.left(thread);
      onLost.run();
    }
    return lost;
  }

  private void end() {
    ended = true;
    refuseQueued();
  }

  private void refuseQueued() {
    List<Task<?>> left = new ArrayList<>();
    queue.drainTo(left);
    left.forEach(Task::refuse);
  }

  private void work(Supplier<Station> makeStation) {
    try (Station station = makeStation.get()) {
      while (!ended) {
        Task<?> polled = queue.poll(keepAlive.toMillis(), TimeUnit.MILLISECONDS);
        // A keep-alive's outcome shows in the next call, which finds a renewed session or none.
        Task<?> task = polled != null ? polled : new Task<>(idle, deadline);
        running = Optional.of(new Running(System.nanoTime(), task.limit));
        task.run(station);
        running = Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  @Override
  public void close() {
    ended = true;
    nudge();
    try {
      if (!thread.join(CLOSE_WAIT)) {
        hangs.left(thread);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    refuseQueued();
  }

  private static final class Task<T> {
    private static final int QUEUED = 0;
    private static final int RUNNING = 1;
    private static final int ABANDONED = 2;
    private static final int DONE = 3;

    private final Job<T> job;
    private final Duration limit;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private final AtomicInteger state = new AtomicInteger(QUEUED);

    Task(Job<T> job, Duration limit) {
      this.job = job;
      this.limit = limit;
    }

    void run(Station station) {
      if (!state.compareAndSet(QUEUED, RUNNING)) {
        return;
      }
      try {
        T answer = station.perform(job);
        if (state.compareAndSet(RUNNING, DONE)) {
          done.complete(answer);
        } else {
          discard(answer);
        }
      } catch (Throwable t) {
        done.completeExceptionally(t);
      }
    }

    /// Nobody waits for it any more.
    private static void discard(Object answer) {
      if (answer instanceof SecretBytes secret) {
        secret.close();
      } else if (answer instanceof Opened opened) {
        opened.plaintext().close();
      }
    }

    /// What was answered in the very moment is nobody's either.
    void abandon() {
      if (state.getAndSet(ABANDONED) == DONE) {
        Object _ = done.thenAccept(Task::discard);
      }
    }

    void refuse() {
      done.completeExceptionally(new HsmException(HsmFailure.UNAVAILABLE, "lane has ended"));
    }
  }
}
