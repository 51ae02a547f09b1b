package coffer.compat.crash;

import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Clients that do a deed over and over until the server goes away.
final class Load implements AutoCloseable {
  private static final int JOIN_MILLIS_MAX = 90_000;
  private static final int BEGIN_SECONDS_MAX = 60;

  private final Deed deed;
  private final List<Client> clients = new ArrayList<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private volatile boolean stopped;

  Load(TestServer server, Deed deed, int clients) {
    this.deed = deed;
    for (int i = 0; i < clients; i++) {
      Client client = Client.of(i, server.openApi(), begun::countDown, () -> stopped);
      this.clients.add(client);
      threads.add(Thread.ofPlatform().name("client-" + i).start(() -> run(client)));
    }
  }

  private void run(Client client) {
    try {
      while (!stopped) {
        deed.step(client);
      }
    } catch (IOException | Client.Stopping e) {
      // The server is gone, as it should be.
    } catch (RuntimeException | AssertionError e) {
      failures.add(e);
    }
  }

  /// Returns when the first change has begun: how long clients take to come that far is none of the
  /// server's doing.
  void awaitFirstChange() throws InterruptedException {
    if (!begun.await(BEGIN_SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new AssertionError("no client came to its first change", failures.peek());
    }
  }

  /// The server is about to be told; from now on it may refuse.
  void serverStops() {
    stopped = true;
  }

  int count(Predicate<Client.Change> condition) {
    return (int)
        clients.stream().flatMap(client -> client.changes().stream()).filter(condition).count();
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
