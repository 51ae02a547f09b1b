package coffer.clusters;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Lets one change of clusters happen at a time; others are refused, they do not wait.
final class OneAtATime {
  private final ReentrantLock lock = new ReentrantLock();

  <R> R run(Supplier<R> change) {
    if (!lock.tryLock()) {
      throw new KmsException(
          ErrorCode.CLUSTER_STATE_INVALID, "Another change of an HSM cluster is under way.");
    }
    try {
      return change.get();
    } finally {
      lock.unlock();
    }
  }
}
