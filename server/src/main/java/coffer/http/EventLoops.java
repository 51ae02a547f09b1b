package coffer.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxBootstrap;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The threads that serve every socket of this process. Handlers on them must not block.
public final class EventLoops implements AutoCloseable {
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  private final DoorKeeper doors = new DoorKeeper();
  private final Vertx vertx;
  private final int count;
  // Within one Vert.x, two servers of one address would silently share its socket.
  private final Set<String> claimed = ConcurrentHashMap.newKeySet();

  public EventLoops(int count) {
    NettyMemory.bound();
    this.count = count;
    this.vertx =
        VertxBootstrap.create()
            .options(
                new VertxOptions()
                    .setEventLoopPoolSize(count)
                    // Unused, but Vert.x wants at least one thread of each kind.
                    .setWorkerPoolSize(1)
                    .setInternalBlockingPoolSize(1)
                    .setFileSystemOptions(
                        new FileSystemOptions()
                            .setFileCachingEnabled(false)
                            .setClassPathResolvingEnabled(false)))
            .transport(doors)
            .init()
            .vertx();
  }

  /// As many loops as the machine has processors.
  public static EventLoops perProcessor() {
    return new EventLoops(Runtime.getRuntime().availableProcessors());
  }

  Vertx vertx() {
    return vertx;
  }

  DoorKeeper doors() {
    return doors;
  }

  int count() {
    return count;
  }

  /// Keeps an address for one server.
  void claim(InetAddress address, int port) throws BindException {
    if (port != 0 && !claimed.add(address.getHostAddress() + " " + port)) {
      throw new BindException("Address already in use by this server");
    }
  }

  void release(InetAddress address, int port) {
    claimed.remove(address.getHostAddress() + " " + port);
  }

  /// Waits on a thread that is not an event loop.
  static <T> T await(Future<T> future, Duration max) throws IOException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(max.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException("the HTTP server failed", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the HTTP server did not answer in " + max.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  @Override
  public void close() throws IOException {
    await(vertx.close(), CLOSE_MAX);
  }
}
