package coffer.http;

import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One request and its answer. Reading happens on its event loop; answering anywhere.
final class Exchange implements HttpCall {
  /// What a refused caller may still send before its connection is cut: clients that write their
  /// whole body before they read the answer shall get to read it.
  private static final int DRAINED_BYTES_MAX = 16 * 1024 * 1024;

  private static final int HEADERS_USUAL = 20;
  private static final byte[] NO_BODY = {};

  private final Listener listener;
  private final Peer peer;
  private final HttpServerRequest request;
  private Wire wire;
  private final String requestId;
  private final InetAddress source;
  private final AtomicBoolean answered = new AtomicBoolean();
  private final RequestBody collected;
  private final long startedSecond;
  private final int announced;
  private byte[] body = NO_BODY;
  private long drained;
  private boolean refused;
  private boolean closeAfter;
  private boolean handedOver;

  Exchange(Listener listener, Peer peer, HttpServerRequest request, RequestBody collected) {
    this.listener = listener;
    this.peer = peer;
    this.request = request;
    this.requestId = listener.shared().requestIds().get();
    this.source = listener.shared().proxies().source(peer.source(), request.headers());
    this.collected = collected;
    this.startedSecond = listener.second();
    this.announced = announced(request.getHeader("content-length"));
    this.wire = wireFor();
  }

  private Wire wireFor() {
    List<Wire> wires = listener.shared().wires();
    for (Wire candidate : wires) {
      if (candidate.speaks(this)) {
        return candidate;
      }
    }
    return wires.getLast();
  }

  private static int announced(@Nullable String contentLength) {
    if (contentLength == null) {
      return -1;
    }
    try {
      return Math.clamp(Long.parseLong(contentLength), -1, Integer.MAX_VALUE);
    } catch (NumberFormatException e) {
      // The HTTP decoder refuses such requests; for a number beyond 64 bits, too large is true.
      return Integer.MAX_VALUE;
    }
  }

  long startedSecond() {
    return startedSecond;
  }

  Peer peer() {
    return peer;
  }

  Wire wire() {
    return wire;
  }

  /// Reads the body, then hands the call to its wire.
  void read() {
    request.exceptionHandler(_ -> broken());
    request.handler(this::chunk);
    request.endHandler(_ -> ended());
    if (announced > listener.shared().limits().bodyBytesMax()) {
      refuse(413);
    }
  }

  private void chunk(Buffer chunk) {
    if (refused) {
      drained += chunk.length();
      if (drained > DRAINED_BYTES_MAX) {
        peer.connection().close();
      }
      return;
    }
    switch (collected.add(chunk, announced)) {
      case TAKEN -> {}
      case BODY_TOO_LARGE -> refuse(413);
      case SERVER_FULL -> refuse(429);
    }
  }

  private void ended() {
    listener.readWhole(this);
    if (refused) {
      return;
    }
    body = collected.take();
    handedOver = true;
    try {
      wire.handle(this);
    } catch (RuntimeException | Error e) {
      listener.shared().log().error("a wire let an exception out, request {}", requestId, e);
      refuse(503);
    }
  }

  /// The body could not be decoded, or the caller is gone.
  private void broken() {
    listener.readWhole(this);
    if (handedOver) {
      // The wire answers in its time, to nobody.
      return;
    }
    collected.discard();
    if (!request.response().closed() && !request.response().ended()) {
      refuseAndClose(wire, 400);
    } else if (answered.compareAndSet(false, true)) {
      peer.answered(listener.second());
      peer.sent(listener.second());
    }
  }

  /// Answers in the words of the wire, once.
  void refuse(int status) {
    refused = true;
    collected.discard();
    if (!answered.get()) {
      wire.refuse(this, status);
    }
  }

  /// The rest of the request did not come in time.
  void tooSlow() {
    if (answered.get()) {
      peer.connection().close();
    } else {
      refuseAndClose(wire, 408);
    }
  }

  /// For a request that the decoder gave up on: nothing after it can be understood.
  ///
  /// @param before what the connection spoke before, in case this head says nothing
  void refuseAndClose(Wire before, int status) {
    if (wire.equals(listener.shared().wires().getLast())) {
      wire = before;
    }
    // In HTTP/2 nothing comes after it: the streams beside it are others' requests.
    if (request.version() != HttpVersion.HTTP_2) {
      closeAfter = true;
      peer.end();
    }
    refuse(status);
  }

  @Override
  public String method() {
    return request.method().name();
  }

  @Override
  public String path() {
    String path = request.path();
    return path == null ? "" : path;
  }

  @Override
  public String query() {
    String query = request.query();
    return query == null ? "" : query;
  }

  @Override
  public String header(String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value;
  }

  @Override
  public List<Map.Entry<String, String>> headers() {
    MultiMap received = request.headers();
    // Not `received.size()`: it sorts the names to count them.
    List<Map.Entry<String, String>> headers = new ArrayList<>(HEADERS_USUAL);
    boolean host = false;
    for (Map.Entry<String, String> header : received) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      host |= name.equals("host");
      headers.add(Map.entry(name, header.getValue()));
    }
    if (!host && request.authority() != null) {
      // HTTP/2 carries the host as :authority (RFC 9113 §8.3.1); signatures call it host.
      headers.add(Map.entry("host", request.authority().toString()));
    }
    return headers;
  }

  @Override
  public byte[] body() {
    return body;
  }

  @Override
  public InetAddress source() {
    return source;
  }

  @Override
  public boolean secure() {
    return peer.secure();
  }

  @Override
  public String requestId() {
    return requestId;
  }

  @Override
  public void offLoop(Runnable work) {
    offLoop(work, () -> {});
  }

  @Override
  public void offLoop(Runnable work, Runnable unstarted) {
    listener
        .shared()
        .offLoop()
        .run(
            work,
            () -> {
              unstarted.run();
              refuseOnce(429);
            },
            () -> refuseOnce(503));
  }

  private void refuseOnce(int status) {
    if (!answered.get()) {
      wire.refuse(this, status);
    }
  }

  @Override
  public void respond(int status, List<Map.Entry<String, String>> headers, byte[] body) {
    if (!answered.compareAndSet(false, true)) {
      throw new IllegalStateException("a call is answered once");
    }
    if (listener.onThread()) {
      send(status, headers, body);
    } else {
      listener.execute(() -> send(status, headers, body));
    }
  }

  private void send(int status, List<Map.Entry<String, String>> headers, byte[] body) {
    peer.answered(listener.second());
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      peer.sent(listener.second());
      sent(body);
      return;
    }
    response.setStatusCode(status);
    response.putHeader(HttpHeaders.DATE, listener.shared().date().now());
    for (Map.Entry<String, String> header : headers) {
      response.putHeader(header.getKey(), header.getValue());
    }
    if (closeAfter) {
      // Else its client sends the next request where nobody reads any more.
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    Future<Void> end = response.end(BufferInternal.buffer(Unpooled.wrappedBuffer(body)));
    end.onComplete(_ -> {
      peer.sent(listener.second());
      sent(body);
    });
  }

  private void sent(byte[] answer) {
    Arrays.fill(answer, (byte) 0);
    Arrays.fill(body, (byte) 0);
    body = NO_BODY;
    collected.release();
    if (closeAfter) {
      listener.hangUp(peer);
    }
  }
}
