package coffer.compat.crash;

import coffer.compat.harness.OpenApi;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/// One client under a load, that remembers when each of its changes was on its way.
///
/// @param number from 0
/// @param begins told when a change begins
/// @param stopping whether the server was told to stop, so that it may refuse
record Client(
    int number,
    OpenApi api,
    Queue<Client.Change> changes,
    Runnable begins,
    BooleanSupplier stopping) {

  /// A change as its client saw it.
  ///
  /// @param ended when the answer came or the connection broke
  record Change(long started, long ended, boolean answered) {}

  /// The server is stopping and said so.
  static final class Stopping extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  static Client of(int number, OpenApi api, Runnable begins, BooleanSupplier stopping) {
    return new Client(number, api, new ConcurrentLinkedQueue<>(), begins, stopping);
  }

  /// The same client, of another API.
  Client of(OpenApi other) {
    return new Client(number, other, changes, begins, stopping);
  }

  /// What a change takes.
  @FunctionalInterface
  interface Calls<R> {
    R make() throws IOException;
  }

  /// A call whose way is remembered; fails when it is refused.
  OpenApi.Answer change(String action, Map<String, String> parameters) throws IOException {
    return change(() -> call(action, parameters));
  }

  /// A change that takes several calls, or none: it is over when they have returned.
  <R> R change(Calls<R> calls) throws IOException {
    long started = System.nanoTime();
    boolean answered = false;
    begins.run();
    try {
      R answer = calls.make();
      answered = true;
      return answer;
    } finally {
      changes.add(new Change(started, System.nanoTime(), answered));
    }
  }

  /// Does nothing until then.
  void rest(Instant until) {
    try {
      Thread.sleep(Math.max(0, Duration.between(Instant.now(), until).toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
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
