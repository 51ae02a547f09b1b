package coffer.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// Ends and removes what was begun, the last first: at the end, and on Ctrl-C.
final class CleanUp implements AutoCloseable {
  private final Consumer<String> complain;
  private final Deque<AutoCloseable> begun = new ArrayDeque<>();
  private boolean closed;

  private CleanUp(Consumer<String> complain) {
    this.complain = complain;
  }

  static CleanUp hooked(Consumer<String> complain) {
    CleanUp cleanUp = new CleanUp(complain);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(cleanUp::close));
    return cleanUp;
  }

  /// Closes it at once when the end has come meanwhile.
  synchronized void add(AutoCloseable thing) {
    begun.push(thing);
    if (closed) {
      close();
      throw new IllegalStateException("stopped");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!begun.isEmpty()) {
      try {
        begun.pop().close();
      } catch (Exception e) {
        complain.accept("coffer bench: cannot clean up: " + e.getMessage());
      }
    }
  }
}
