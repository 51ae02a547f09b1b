package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Threads that did not come back from calls on one token. They cannot be killed; so that they do
/// not become ever more, the token is not opened again while there are too many.
final class Hangs {
  static final int THREADS_MAX = 8;

  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /// A thread that nobody waits for any more.
  void left(Thread thread) {
    threads.add(thread);
  }

  void requireFew() {
    threads.removeIf(thread -> !thread.isAlive());
    if (threads.size() >= THREADS_MAX) {
      throw new HsmException(
          HsmFailure.UNAVAILABLE,
          "too many calls hang in the module; the HSM is left alone until one returns");
    }
  }
}
