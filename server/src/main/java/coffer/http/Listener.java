package coffer.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.Http2ServerConfig;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerBuilder;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocketServerConfig;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One event loop's share of the port: its connections, and the requests they are sending.
/// Listeners of one address share its socket, and connections go round between them.
final class Listener extends VerticleBase {
  private static final long SWEEP_MILLIS = 1_000;

  /// What was refused is waited out until its sender is silent for so long, or for so many times
  /// that.
  private static final long SILENT_MILLIS = 1_000;

  private static final int SILENCES_MAX = 5;

  private static final int STREAMS_PER_CONNECTION_MAX = 128;
  private static final int ACCEPT_BACKLOG_MAX = 1024;

  private final Shared shared;
  private final List<InetAddress> addresses;
  private final int port;
  private final List<HttpServer> servers = new ArrayList<>();
  private final Map<HttpConnection, Peer> peers = new HashMap<>();
  private final LinkedHashSet<Exchange> reading = new LinkedHashSet<>();
  private Thread thread = Thread.currentThread();
  // Seconds since the start: limits need no finer clock, and reading one costs.
  private long second;

  Listener(Shared shared, List<InetAddress> addresses, int port) {
    this.shared = shared;
    this.addresses = addresses;
    this.port = port;
  }

  @Override
  public Future<?> start() {
    thread = Thread.currentThread();
    vertx.setPeriodic(SWEEP_MILLIS, _ -> sweep());
    Promise<Void> bound = Promise.promise();
    bind(0, port, bound);
    return bound.future();
  }

  private void bind(int index, int wanted, Promise<Void> bound) {
    if (index == addresses.size()) {
      bound.complete();
      return;
    }
    HttpServer server = server();
    server
        .listen(wanted, addresses.get(index).getHostAddress())
        .onSuccess(_ -> {
          servers.add(server);
          bind(index + 1, server.actualPort(), bound);
        })
        .onFailure(bound::fail);
  }

  private HttpServer server() {
    HttpLimits limits = shared.limits();
    HttpServerConfig config =
        new HttpServerConfig()
            .setVersions(versions())
            .setHandle100ContinueAutomatically(true)
            .setHttp1Config(
                new Http1ServerConfig()
                    .setMaxInitialLineLength(limits.requestLineBytesMax())
                    .setMaxHeaderSize(limits.headerBytesMax()))
            .setHttp2Config(
                new Http2ServerConfig()
                    .setInitialSettings(
                        new Http2Settings()
                            .setMaxConcurrentStreams(STREAMS_PER_CONNECTION_MAX)
                            // Else a connection keeps the headers of its requests, and a path
                            // may hold a plaintext.
                            .setHeaderTableSize(0)
                            // The path is a header here. Its own limit, and that of the others,
                            // are checked when the head is whole.
                            .setMaxHeaderListSize(
                                2L * (limits.requestLineBytesMax() + limits.headerBytesMax()))));
    // No protocol here uses them; without compression they leave the pipeline.
    config.setWebSocketConfig(
        new WebSocketServerConfig()
            .setUsePerFrameCompression(false)
            .setUsePerMessageCompression(false));
    config.getTcpConfig().setSsl(shared.isTls()).setAcceptBacklog(ACCEPT_BACKLOG_MAX);
    HttpServerBuilder builder = vertx.httpServerBuilder().with(config);
    if (shared.isTls()) {
      builder
          .with(shared.tls().options(shared.certificate(), limits.handshakeMillisMax()))
          .with(shared.tls().engine());
    }
    return builder
        .build()
        .connectionHandler(this::connected)
        .requestHandler(this::request)
        .invalidRequestHandler(this::invalid);
  }

  /// h2 is agreed on in the handshake, and not spoken where there is none.
  private HttpVersion[] versions() {
    return shared.isTls()
        ? new HttpVersion[] {HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1, HttpVersion.HTTP_2}
        : new HttpVersion[] {HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1};
  }

  List<HttpServer> servers() {
    return servers;
  }

  Shared shared() {
    return shared;
  }

  long second() {
    return second;
  }

  boolean onThread() {
    return Thread.currentThread().equals(thread);
  }

  void execute(Runnable task) {
    context.runOnContext(_ -> task.run());
  }

  private void connected(HttpConnection connection) {
    Optional<Line> line =
        shared.door().line(connection.remoteAddress(true), connection.localAddress(true));
    line.ifPresent(l -> l.readStrictly(shared.limits()));
    // In h2 other frames than a request's head may come at any time, and a slow head is cut like
    // an idle connection.
    peers.put(
        connection,
        new Peer(
            connection,
            line.filter(Line::readsHeads),
            line.flatMap(Line::source),
            shared.wires().getLast(),
            second));
    connection.closeHandler(_ -> peers.remove(connection));
  }

  private void request(HttpServerRequest request) {
    Peer peer = peers.get(request.connection());
    if (peer == null) {
      // It is closing.
      request.connection().close();
      return;
    }
    if (peer.isEnding()) {
      // Behind a request that is in doubt: not to be believed, and never answered.
      return;
    }
    shared.counts().count(request.version());
    Exchange exchange = exchange(peer, request);
    reading.add(exchange);
    exchange.read();
    if (request.version() == HttpVersion.HTTP_2) {
      checkHead(request, exchange);
    }
    String expected = request.getHeader("expect");
    if (expected != null && !expected.equalsIgnoreCase("100-continue")) {
      exchange.refuseAndClose(exchange.wire(), 417);
    }
  }

  private Exchange exchange(Peer peer, HttpServerRequest request) {
    RequestBody body =
        new RequestBody(
            shared.limits().bodyBytesMax(), shared.limits().bufferedBytesMax(), shared.buffered());
    Exchange exchange = new Exchange(this, peer, request, body);
    peer.wire = exchange.wire();
    peer.began(second);
    return exchange;
  }

  private void checkHead(HttpServerRequest request, Exchange exchange) {
    try {
      Http2Heads.check(request);
    } catch (IllegalArgumentException e) {
      exchange.refuse(400);
      return;
    }
    if (request.uri().length() > shared.limits().requestLineBytesMax()) {
      exchange.refuse(414);
      return;
    }
    long size = 0;
    for (Map.Entry<String, String> header : request.headers()) {
      size += header.getKey().length() + header.getValue().length() + 4L;
    }
    if (size > shared.limits().headerBytesMax()) {
      exchange.refuse(431);
    }
  }

  /// The decoder gave up. Headers read before that are there, and may tell the protocol.
  private void invalid(HttpServerRequest request) {
    Peer peer = peers.get(request.connection());
    if (peer == null) {
      request.connection().close();
      return;
    }
    int status =
        switch (request.decoderResult().cause()) {
          case TooLongHttpLineException _ -> 414;
          case TooLongHttpHeaderException _ -> 431;
          case null, default -> 400;
        };
    Wire before = peer.wire;
    Exchange exchange = exchange(peer, request);
    exchange.refuseAndClose(before, status);
  }

  /// Called when a body is whole or will never be.
  void readWhole(Exchange exchange) {
    reading.remove(exchange);
  }

  /// Ends a connection whose sender may not have come to its end.
  void hangUp(Peer peer) {
    peer.hangUp();
    closeOnceSilent(peer, SILENCES_MAX);
  }

  private void closeOnceSilent(Peer peer, int silencesMax) {
    vertx.setTimer(
        SILENT_MILLIS,
        _ -> {
          if (silencesMax > 1 && peer.heard()) {
            closeOnceSilent(peer, silencesMax - 1);
          } else {
            peer.connection().close();
          }
        });
  }

  private void sweep() {
    second++;
    Iterator<Exchange> oldest = reading.iterator();
    while (oldest.hasNext()) {
      Exchange exchange = oldest.next();
      if ((second - exchange.startedSecond()) * 1000 <= shared.limits().requestMillisMax()) {
        break;
      }
      oldest.remove();
      exchange.tooSlow();
    }
    List<Peer> expired =
        peers.values().stream().filter(p -> p.expired(second, shared.limits())).toList();
    expired.forEach(p -> p.connection().close());
  }

  /// Stops accepting, lets requests finish, closes.
  Future<Void> shutdown(Duration max) {
    List<Future<Void>> all = new ArrayList<>();
    servers.forEach(s -> all.add(s.shutdown(max)));
    return Future.all(all).mapEmpty();
  }
}
