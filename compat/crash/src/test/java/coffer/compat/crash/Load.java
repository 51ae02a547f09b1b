package coffer.compat.crash;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/// Clients that create keys and encrypt under them until the server goes away.
final class Load implements AutoCloseable {
  private static final int JOIN_MILLIS_MAX = 90_000;

  /// A CreateKey as its client saw it.
  ///
  /// @param ended when the answer came or the connection broke
  record Creation(long started, long ended, boolean answered) {}

  private final TestServer server;
  private final Ledger ledger;
  private final String spec;
  private final Queue<Creation> creations = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  Load(TestServer server, Ledger ledger, String spec, int clients) {
    this.server = server;
    this.ledger = ledger;
    this.spec = spec;
    for (int i = 0; i < clients; i++) {
      threads.add(Thread.ofPlatform().name("client-" + i).start(this::run));
    }
  }

  private void run() {
    try {
      OpenApi api = server.openApi();
      while (!stopped && step(api)) {
        // Until the server is gone.
      }
    } catch (RuntimeException | AssertionError e) {
      failures.add(e);
    }
  }

  private boolean step(OpenApi api) {
    long started = System.nanoTime();
    String key;
    try {
      OpenApi.Answer answer = api.call("CreateKey", Map.of("KeySpec", spec));
      if (isRefusedByStoppingServer(answer)) {
        return false;
      }
      key = answer.orFail().field("KeyId");
    } catch (IOException e) {
      creations.add(new Creation(started, System.nanoTime(), false));
      return false;
    }
    creations.add(new Creation(started, System.nanoTime(), true));
    ledger.created(key);
    if (!spec.startsWith("Aliyun_AES")) {
      return true;
    }
    try {
      OpenApi.Answer answer =
          api.call("Encrypt", Map.of("KeyId", key, "Plaintext", Ledger.PLAINTEXT));
      if (isRefusedByStoppingServer(answer)) {
        return false;
      }
      ledger.encrypted(key, answer.orFail().field("CiphertextBlob"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isRefusedByStoppingServer(OpenApi.Answer answer) {
    return stopped && answer.status() == 503;
  }

  /// The server is about to be told; from now on it may refuse.
  void serverStops() {
    stopped = true;
  }

  int count(Predicate<Creation> condition) {
    return (int) creations.stream().filter(condition).count();
  }

  /// Waits for the clients; fails if one met anything but the end of the server.
  @Override
  public void close() {
    stopped = true;
    threads.forEach(Load::join);
    Throwable failure = failures.poll();
    if (failure != null) {
      throw new AssertionError("a client was answered wrongly", failure);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(JOIN_MILLIS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    if (thread.isAlive()) {
      throw new AssertionError(thread.getName() + " still waits for an answer");
    }
  }
}
