package coffer.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;

/// One connection, as its event loop sees it. Not for other threads.
final class Peer {
  private final HttpConnection connection;
  private final InetAddress source;

  /// The protocol it spoke last: what it spoke once it speaks always, which tells how to refuse a
  /// request of which not even a header could be read.
  Wire wire;

  private long lastSecond;
  private boolean silent = true;
  private int open;
  private int sending;

  Peer(HttpConnection connection, Wire fallback, long second) {
    this.connection = connection;
    this.wire = fallback;
    this.lastSecond = second;
    SocketAddress remote = connection.remoteAddress();
    this.source = InetAddress.ofLiteral(remote.hostAddress());
  }

  InetAddress source() {
    return source;
  }

  boolean secure() {
    return connection.isSsl();
  }

  HttpConnection connection() {
    return connection;
  }

  void began(long second) {
    open++;
    silent = false;
    lastSecond = second;
  }

  void answered(long second) {
    sending++;
    lastSecond = second;
  }

  void sent(long second) {
    sending--;
    open--;
    lastSecond = second;
  }

  /// Whether this connection only costs: nothing asked for too long, or an answer that is not
  /// taken.
  boolean expired(long second, HttpLimits limits) {
    if (open > sending) {
      return false;
    }
    long max = silent ? limits.requestMillisMax() : limits.idleMillisMax();
    return (second - lastSecond) * 1000 > max;
  }
}
