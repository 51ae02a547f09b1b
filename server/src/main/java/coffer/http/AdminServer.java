package coffer.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/// Health and metrics, in plain HTTP on the loopback address only.
public final class AdminServer implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration START_MAX = Duration.ofSeconds(10);
  private static final Duration IDLE_MAX = Duration.ofSeconds(75);
  private static final int RUNNING_MAX = 4;
  private static final int WAITING_MAX = 16;
  private static final long WAIT_MILLIS_MAX = 1_000;

  /// What one of its pages says.
  public record Page(int status, String text) {}

  private final Runnable release;
  private final io.vertx.core.http.HttpServer server;

  private AdminServer(Runnable release, io.vertx.core.http.HttpServer server) {
    this.release = release;
    this.server = server;
  }

  /// @param port 0 for any that is free
  /// @param healthz, readyz, metrics called for each request, on a thread that may block
  public static AdminServer start(
      EventLoops loops,
      int port,
      Supplier<Page> healthz,
      Supplier<Page> readyz,
      Supplier<Page> metrics)
      throws IOException {
    Map<String, Supplier<Page>> pages =
        Map.of("/healthz", healthz, "/readyz", readyz, "/metrics", metrics);
    OffLoop offLoop = new OffLoop(RUNNING_MAX, WAITING_MAX, WAIT_MILLIS_MAX);
    HttpServerConfig config =
        new HttpServerConfig().setVersions(HttpVersion.HTTP_1_1).setIdleTimeout(IDLE_MAX);
    io.vertx.core.http.HttpServer server =
        loops
            .vertx()
            .createHttpServer(config)
            .requestHandler(request -> answer(request, pages, offLoop));
    InetAddress loopback = InetAddress.ofLiteral(LOOPBACK);
    try {
      loops.claim(loopback, port);
      EventLoops.await(server.listen(port, LOOPBACK), START_MAX);
    } catch (BindException e) {
      BindException clear =
          new BindException(
              "admin port " + port + " cannot be bound: it is in use, or may not be used");
      clear.initCause(e);
      throw clear;
    }
    return new AdminServer(() -> loops.release(loopback, port), server);
  }

  private static void answer(
      HttpServerRequest request, Map<String, Supplier<Page>> pages, OffLoop offLoop) {
    Supplier<Page> page = pages.get(request.path());
    if (page == null) {
      send(request, new Page(404, "not found\n"));
    } else if (!request.method().equals(HttpMethod.GET)) {
      send(request, new Page(405, "GET only\n"));
    } else {
      offLoop.run(
          () -> send(request, page.get()),
          () -> send(request, new Page(503, "too many requests\n")),
          () -> send(request, new Page(500, "failed\n")));
    }
  }

  private static void send(HttpServerRequest request, Page page) {
    request
        .response()
        .setStatusCode(page.status())
        .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
        .end(page.text());
  }

  public int port() {
    return server.actualPort();
  }

  @Override
  public void close() throws IOException {
    EventLoops.await(server.close(), START_MAX);
    release.run();
  }
}
