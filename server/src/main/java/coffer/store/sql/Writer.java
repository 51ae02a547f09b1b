package coffer.store.sql;

import coffer.store.StoreException;
import coffer.store.StoreException.Reason;
import coffer.store.Transaction;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes. Transactions wait in a bounded queue; those that are there together
/// share a commit (`GroupCommit`), and callers return when it is on disk.
final class Writer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  private final BlockingQueue<Submission<?>> queue;
  private final WriterLimits limits;
  private final GroupCommit commits;
  private final Thread thread;
  private final Submission<Boolean> stop = new Submission<>(transaction -> true);
  private volatile boolean closing;
  private volatile boolean stopped;

  Writer(GroupCommit commits, WriterLimits limits) {
    this.commits = commits;
    this.limits = limits;
    queue = new ArrayBlockingQueue<>(limits.transactionsQueuedMax());
    thread = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  <R> R submit(Function<Transaction, R> work) {
    if (Thread.currentThread().equals(thread)) {
      throw new IllegalStateException("a transaction cannot wait for another one");
    }
    if (closing) {
      throw closed();
    }
    Submission<R> submission = new Submission<>(work);
    if (!offer(submission)) {
      throw new StoreException(Reason.UNAVAILABLE, "The store is busy: its queue is full.");
    }
    if (stopped && submission.giveUp()) {
      throw closed();
    }
    return submission.await(limits.deadline());
  }

  private boolean offer(Submission<?> submission) {
    boolean interrupted = false;
    long end = System.nanoTime() + limits.queueWait().toNanos();
    try {
      while (true) {
        try {
          return queue.offer(submission, end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    boolean more = true;
    while (more) {
      Submission<?> first = next();
      more = first != stop && !commits.commit(first, queue, stop);
    }
    stopped = true;
    commits.close();
    for (Submission<?> left = queue.poll(); left != null; left = queue.poll()) {
      left.fail(closed());
    }
    stop.acknowledge();
  }

  /// Only a transaction's own work can have interrupted its thread. The next one shall not suffer,
  /// and the writer stops by `stop` alone.
  private Submission<?> next() {
    while (true) {
      try {
        return queue.take();
      } catch (InterruptedException e) {
        LOG.warn("a transaction interrupted the writer; it goes on", e);
      }
    }
  }

  /// Finishes what is queued.
  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    if (offer(stop)) {
      stop.await(limits.deadline());
    }
  }

  private static StoreException closed() {
    return new StoreException(Reason.UNAVAILABLE, "The store is closed.");
  }
}
