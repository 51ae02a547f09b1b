package coffer.compat.soak;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/// What came of the calls of a soak.
final class Tally {
  private static final int TOLD_MAX = 20;

  private final Map<String, LongAdder> calls = new ConcurrentSkipListMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final Set<String> requests = ConcurrentHashMap.newKeySet();
  private final LongAccumulator longestNanos = new LongAccumulator(Long::max, 0);

  /// Makes a call and remembers how it went.
  ///
  /// @throws FailedCall when the client failed
  <T> T call(String action, Callable<T> call) {
    long from = System.nanoTime();
    try {
      T answer = call.call();
      longestNanos.accumulate(System.nanoTime() - from);
      calls.computeIfAbsent(action, _ -> new LongAdder()).increment();
      return answer;
    } catch (Exception e) {
      failures.add(action + " after " + (System.nanoTime() - from) / 1_000_000 + " ms: " + e);
      throw new FailedCall(action, e);
    }
  }

  /// The service's id of a call that was answered.
  void answered(String request) {
    requests.add(request);
  }

  void expect(boolean right, String what) {
    if (!right) {
      wrong.add(what);
    }
  }

  long calls() {
    return calls.values().stream().mapToLong(LongAdder::sum).sum();
  }

  Map<String, LongAdder> byAction() {
    return calls;
  }

  List<String> failures() {
    return failures.stream().limit(TOLD_MAX).toList();
  }

  List<String> wrong() {
    return wrong.stream().limit(TOLD_MAX).toList();
  }

  Set<String> requests() {
    return requests;
  }

  long longestMillis() {
    return longestNanos.get() / 1_000_000;
  }

  /// Already in the tally.
  static final class FailedCall extends RuntimeException {
    private static final long serialVersionUID = 1;

    FailedCall(String action, Exception cause) {
      super(action, cause);
    }
  }
}
