package coffer.keys;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.KmsInstanceId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// One at a time for each instance, in the order of arrival. A few may wait, because clients that
/// are throttled come back a millisecond later; the rest are refused, as Alibaba Cloud does.
final class Turns {
  private final int waitingMax;
  private final long waitMillisMax;
  private final Map<KmsInstanceId, Turn> turns = new ConcurrentHashMap<>();

  private record Turn(Semaphore free, AtomicInteger admitted) {}

  /// @param waitMillisMax with the work itself, well under the 10 s that clients wait
  Turns(int waitingMax, long waitMillisMax) {
    this.waitingMax = waitingMax;
    this.waitMillisMax = waitMillisMax;
  }

  <R> R take(KmsInstanceId instance, Supplier<R> work) {
    Turn turn =
        turns.computeIfAbsent(instance, _ -> new Turn(new Semaphore(1, true), new AtomicInteger()));
    try {
      if (turn.admitted.incrementAndGet() > 1 + waitingMax || !free(turn)) {
        throw new KmsException(ErrorCode.THROTTLING, "Concurrency Limit Exceeded.");
      }
      try {
        return work.get();
      } finally {
        turn.free.release();
      }
    } finally {
      turn.admitted.decrementAndGet();
    }
  }

  /// Running and waiting.
  int admitted(KmsInstanceId instance) {
    Turn turn = turns.get(instance);
    return turn == null ? 0 : turn.admitted.get();
  }

  private boolean free(Turn turn) {
    try {
      return turn.free.tryAcquire(waitMillisMax, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
