package coffer.hsm.cluster;

import coffer.hsm.HsmException;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.WrappedKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// RSA material made ahead, because making it takes as long as a thousand other calls. It is
/// wrapped material in memory and nothing else: nobody has acknowledged it, so losing it loses
/// nothing, and it dies with the connection.
///
/// A kind is made ahead only from its first use on: who never creates RSA keys pays nothing. One
/// thread makes one key at a time, rests in between, and gives way to callers who wait for theirs.
/// There is no clock parameter, because what waits here is the processor.
final class RsaPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RsaPool.class);

  /// Rest after each key, as a multiple of the time it took: at most a third of a processor for
  /// RSA_2048, a fifth for longer keys.
  private static final int REST_FACTOR = 2;

  private static final int LONG_REST_FACTOR = 4;
  private static final Duration REST_MIN = Duration.ofMillis(50);
  private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(30);

  /// Smaller keys first: they are made most and soonest.
  private static final Comparator<Kind> ORDER = Comparator.comparingInt(kind -> kind.spec.bits());

  private final RsaPoolSizes sizes;
  private final Duration firstRest;
  private final BiFunction<KeySpec, Set<KeyUsage>, WrappedKey> make;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // All guarded by `lock`.
  private final Map<Kind, Deque<WrappedKey>> shelves = new HashMap<>();
  private int waiting;
  private boolean closed;
  private @Nullable Thread maker;

  private record Kind(KeySpec spec, Set<KeyUsage> usages) {}

  /// @param firstRest before the first key is made ahead, so that the start of a server and its
  ///   first calls go undisturbed
  /// @param make as the cluster makes keys that nobody made ahead
  RsaPool(
      RsaPoolSizes sizes, Duration firstRest, BiFunction<KeySpec, Set<KeyUsage>, WrappedKey> make) {
    this.sizes = sizes;
    this.firstRest = firstRest;
    this.make = make;
  }

  /// One that was made ahead, if there is one. Nobody else gets the same.
  Optional<WrappedKey> take(KeySpec spec, Set<KeyUsage> usages) {
    if (sizes.of(spec) == 0) {
      return Optional.empty();
    }
    lock.lock();
    try {
      if (closed) {
        return Optional.empty();
      }
      Deque<WrappedKey> shelf =
          shelves.computeIfAbsent(new Kind(spec, Set.copyOf(usages)), _ -> new ArrayDeque<>());
      if (maker == null) {
        maker = Thread.ofPlatform().daemon().name("rsa-pool").start(this::run);
      }
      changed.signalAll();
      return Optional.ofNullable(shelf.poll());
    } finally {
      lock.unlock();
    }
  }

  /// Makes a key for somebody who waits for it; meanwhile none is made ahead.
  <R> R first(Supplier<R> work) {
    count(1);
    try {
      return work.get();
    } finally {
      count(-1);
    }
  }

  private void count(int more) {
    lock.lock();
    try {
      waiting += more;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Made ahead and not taken yet.
  int size() {
    lock.lock();
    try {
      return shelves.values().stream().mapToInt(Deque::size).sum();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      Duration rest = firstRest;
      while (rest(rest)) {
        Optional<Kind> wanted = wanted();
        if (wanted.isEmpty()) {
          return;
        }
        rest = fill(wanted.get());
      }
    } catch (InterruptedException e) {
      // Closed.
      Thread.currentThread().interrupt();
    }
  }

  private Duration fill(Kind kind) {
    long started = System.nanoTime();
    WrappedKey made;
    try {
      made = make.apply(kind.spec, kind.usages);
    } catch (HsmException e) {
      LOG.debug("no {} was made ahead: {}", kind.spec, e.failure());
      return REST_AFTER_FAILURE;
    } catch (RuntimeException e) {
      LOG.error("making a key ahead failed", e);
      return REST_AFTER_FAILURE;
    }
    put(kind, made);
    int factor = kind.spec == KeySpec.RSA_2048 ? REST_FACTOR : LONG_REST_FACTOR;
    Duration rest = Duration.ofNanos(factor * (System.nanoTime() - started));
    return rest.compareTo(REST_MIN) < 0 ? REST_MIN : rest;
  }

  private void put(Kind kind, WrappedKey made) {
    lock.lock();
    try {
      Deque<WrappedKey> shelf = shelves.get(kind);
      if (!closed && shelf != null) {
        shelf.add(made);
      }
    } finally {
      lock.unlock();
    }
  }

  /// False when the pool was closed meanwhile.
  private boolean rest(Duration rest) throws InterruptedException {
    lock.lock();
    try {
      long left = rest.toNanos();
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a kind that lacks keys, while no caller makes one; empty when the pool was closed.
  private Optional<Kind> wanted() throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        Optional<Kind> lacking =
            waiting > 0
                ? Optional.empty()
                : shelves.entrySet().stream()
                    .filter(shelf -> shelf.getValue().size() < sizes.of(shelf.getKey().spec))
                    .map(Map.Entry::getKey)
                    .min(ORDER);
        if (lacking.isPresent()) {
          return lacking;
        }
        changed.await();
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// Forgets what it holds. A key that is being made now is dropped when it is done.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      shelves.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
