package coffer.http;

import io.vertx.core.Future;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// A port, with TLS unless the operator wants one without besides. Every protocol is served here,
/// told apart by `Wire.speaks`; the last wire takes what no other wants.
public final class HttpServer implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(10);
  private static final Duration RELOAD_MAX = Duration.ofSeconds(10);
  private static final int FREE_PORT_TRIES_MAX = 8;

  private final EventLoops loops;
  private final Shared shared;
  private final List<InetAddress> addresses;
  private final List<Listener> listeners = new ArrayList<>();
  private final List<String> deployments = new ArrayList<>();

  private HttpServer(EventLoops loops, Shared shared, List<InetAddress> addresses) {
    this.loops = loops;
    this.shared = shared;
    this.addresses = List.copyOf(addresses);
  }

  /// Serves on every address, on the same port.
  ///
  /// @param port 0 for any that is free on all addresses
  /// @param requestIds names each request; called on event loops
  /// @throws BindException when the port is taken; its message is for the operator
  public static HttpServer start(
      EventLoops loops,
      List<Wire> wires,
      List<InetAddress> addresses,
      int port,
      ServerCertificate certificate,
      HttpLimits limits,
      Supplier<String> requestIds)
      throws IOException {
    return start(
        loops, wires, addresses, port, certificate, limits, requestIds, TrustedProxies.NONE);
  }

  /// @param proxies whose word about a caller's address counts
  public static HttpServer start(
      EventLoops loops,
      List<Wire> wires,
      List<InetAddress> addresses,
      int port,
      ServerCertificate certificate,
      HttpLimits limits,
      Supplier<String> requestIds,
      TrustedProxies proxies)
      throws IOException {
    return start(
        loops, Tls.best(), wires, addresses, port, certificate, limits, requestIds, proxies);
  }

  static HttpServer start(
      EventLoops loops,
      Tls tls,
      List<Wire> wires,
      List<InetAddress> addresses,
      int port,
      ServerCertificate certificate,
      HttpLimits limits,
      Supplier<String> requestIds,
      TrustedProxies proxies)
      throws IOException {
    Shared shared =
        new Shared(
            List.copyOf(wires),
            limits,
            tls,
            certificate,
            requestIds,
            new OffLoop(
                limits.offLoopMax(), limits.offLoopWaitingMax(), limits.offLoopWaitMillis()),
            new Door(limits, proxies),
            new AtomicLong(),
            new DateHeader(Clock.systemUTC()),
            proxies,
            new RequestCounts());
    HttpServer server = new HttpServer(loops, shared, addresses);
    server.listen(port);
    return server;
  }

  /// A port without TLS beside this one, within the same limits. Without h2 too, which is agreed on
  /// in the handshake.
  public HttpServer startPlain(List<Wire> wires, List<InetAddress> addresses, int port)
      throws IOException {
    HttpServer server = new HttpServer(loops, shared.plain(wires), addresses);
    server.listen(port);
    return server;
  }

  private void listen(int wanted) throws IOException {
    int triesLeft = wanted == 0 ? FREE_PORT_TRIES_MAX : 1;
    while (true) {
      triesLeft--;
      try {
        listenOn(wanted == 0 ? freePort() : wanted);
        return;
      } catch (BindException e) {
        // A free port may be taken on another address, or have been taken since: try another.
        if (triesLeft == 0) {
          throw busy(wanted, e);
        }
      }
    }
  }

  /// Listeners share a socket only when they ask for the same port by number, so it is found first.
  private int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, addresses.getFirst())) {
      return probe.getLocalPort();
    }
  }

  private void listenOn(int port) throws IOException {
    List<InetAddress> mine = new ArrayList<>();
    try {
      for (InetAddress address : addresses) {
        loops.claim(address, port);
        mine.add(address);
      }
      loops.doors().put(port, shared.door());
      for (int i = 0; i < loops.count(); i++) {
        Listener listener = new Listener(shared, addresses, port);
        deployments.add(EventLoops.await(loops.vertx().deployVerticle(listener), START_MAX));
        listeners.add(listener);
      }
    } catch (IOException e) {
      undeploy();
      listeners.clear();
      loops.doors().remove(port);
      mine.forEach(address -> loops.release(address, port));
      throw e;
    }
  }

  private static BindException busy(int port, BindException cause) {
    BindException clear =
        new BindException(
            port == 0
                ? "no port is free on every address to serve"
                : "port " + port + " cannot be bound: it is in use, or may not be used");
    clear.initCause(cause);
    return clear;
  }

  public int port() {
    return listeners.getFirst().servers().getFirst().actualPort();
  }

  public RequestCounts requests() {
    return shared.counts();
  }

  /// `BORINGSSL` or `JSSE`, for the log.
  public String tlsEngine() {
    return shared.tls().name();
  }

  /// How busy it is, for metrics.
  public HttpLoad load() {
    OffLoop offLoop = shared.offLoop();
    return new HttpLoad(
        shared.door().open(),
        shared.door().refused(),
        offLoop.running(),
        offLoop.waiting(),
        offLoop.throttled(),
        shared.buffered().get());
  }

  /// New connections get this certificate; open ones stay.
  public void reloadCertificate(ServerCertificate certificate) throws IOException {
    List<Future<Boolean>> updates = new ArrayList<>();
    for (Listener listener : listeners) {
      for (io.vertx.core.http.HttpServer server : listener.servers()) {
        updates.add(
            server.updateSSLOptions(
                shared.tls().options(certificate, shared.limits().handshakeMillisMax()), true));
      }
    }
    EventLoops.await(Future.all(updates), RELOAD_MAX);
  }

  /// Accepts nothing more, waits for what is in flight at most so long, then closes.
  public void stop(Duration max) throws IOException {
    List<Future<Void>> stops = new ArrayList<>();
    listeners.forEach(l -> stops.add(l.shutdown(max)));
    EventLoops.await(Future.all(stops), max.plusSeconds(5));
    undeploy();
    int port = port();
    loops.doors().remove(port);
    addresses.forEach(address -> loops.release(address, port));
  }

  private void undeploy() throws IOException {
    for (String deployment : deployments) {
      EventLoops.await(loops.vertx().undeploy(deployment), START_MAX);
    }
    deployments.clear();
  }

  @Override
  public void close() throws IOException {
    if (!deployments.isEmpty()) {
      stop(Duration.ZERO);
    }
  }
}
