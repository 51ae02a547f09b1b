package coffer.compat.crash;

import coffer.compat.harness.OpenApi;
import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/// One client under a load, that remembers when each of its changes was on its way.
///
/// @param number from 0
/// @param stopping whether the server was told to stop, so that it may refuse
record Client(int number, OpenApi api, Queue<Client.Change> changes, BooleanSupplier stopping) {

  /// A change as its client saw it.
  ///
  /// @param ended when the answer came or the connection broke
  record Change(long started, long ended, boolean answered) {}

  /// The server is stopping and said so.
  static final class Stopping extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  static Client of(int number, OpenApi api, BooleanSupplier stopping) {
    return new Client(number, api, new ConcurrentLinkedQueue<>(), stopping);
  }

  /// A call whose way is remembered; fails when it is refused.
  OpenApi.Answer change(String action, Map<String, String> parameters) throws IOException {
    long started = System.nanoTime();
    boolean answered = false;
    try {
      OpenApi.Answer answer = call(action, parameters);
      answered = true;
      return answer;
    } finally {
      changes.add(new Change(started, System.nanoTime(), answered));
    }
  }

  /// Fails when it is refused.
  OpenApi.Answer call(String action, Map<String, String> parameters) throws IOException {
    OpenApi.Answer answer = api.call(action, parameters);
    if (answer.status() == 503 && stopping.getAsBoolean()) {
      throw new Stopping();
    }
    return answer.orFail();
  }
}
