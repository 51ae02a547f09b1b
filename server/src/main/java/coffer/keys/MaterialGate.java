package coffer.keys;

import coffer.model.KmsInstanceId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/// Keeps apart what makes material for an instance, in its HSMs first and in the store afterwards,
/// and what gives the instance other HSMs: material of the former ones must not be committed after.
final class MaterialGate {
  private static final long QUEUE_MILLIS_MAX = 200;
  private static final long PAUSE_MILLIS = 50;

  private final Map<KmsInstanceId, ReadWriteLock> locks = new ConcurrentHashMap<>();

  /// Any number at a time.
  <T> T making(KmsInstanceId instance, Supplier<T> work) {
    Lock lock = lock(instance).readLock();
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /// While nothing is made. Others wait for it a moment at a time only, so that a slow generation
  /// does not hold up all that come behind it.
  ///
  /// @param max how long it waits for its turn
  /// @return whether it had one
  boolean alone(KmsInstanceId instance, Duration max, Runnable work) {
    Lock lock = lock(instance).writeLock();
    long end = System.nanoTime() + max.toNanos();
    try {
      while (!lock.tryLock(QUEUE_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() >= end) {
          return false;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    try {
      work.run();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private ReadWriteLock lock(KmsInstanceId instance) {
    return locks.computeIfAbsent(instance, _ -> new ReentrantReadWriteLock());
  }
}
