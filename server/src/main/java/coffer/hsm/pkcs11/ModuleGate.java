package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/// Calls of a module go through it, so that they can be kept out while the module is initialised
/// anew, or a token's sessions are ended: C_Finalize under a running call is undefined (PKCS #11
/// v2.40 §5.4), and some modules do not survive C_CloseAllSessions under one.
final class ModuleGate {
  private static final Duration ENTRY_WAIT = Duration.ofSeconds(3);

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /// Runs work that calls the module; may be nested.
  <T> T inside(Supplier<T> work) {
    Lock entry = lock.readLock();
    if (!taken(entry, ENTRY_WAIT)) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "the module is being initialised anew");
    }
    try {
      return work.get();
    } finally {
      entry.unlock();
    }
  }

  /// Runs work while nobody is inside; not to be called from inside.
  ///
  /// @param wait shorter than a call's deadline, as all other calls wait meanwhile
  /// @return whether it was run: not while a call does not come back
  boolean alone(Duration wait, Runnable work) {
    Lock all = lock.writeLock();
    if (!taken(all, wait)) {
      return false;
    }
    try {
      work.run();
      return true;
    } finally {
      all.unlock();
    }
  }

  private static boolean taken(Lock lock, Duration wait) {
    try {
      return lock.tryLock(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HsmException(HsmFailure.UNAVAILABLE, "interrupted", e);
    }
  }
}
