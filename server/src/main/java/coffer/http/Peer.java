package coffer.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.Optional;

/// One connection, as its event loop sees it. Not for other threads.
final class Peer {
  private static final long NO_HEAD = -1;

  private final HttpConnection connection;
  private final InetAddress source;
  private final Optional<Line> line;

  /// The protocol it spoke last: what it spoke once it speaks always, which tells how to refuse a
  /// request of which not even a header could be read.
  Wire wire;

  private long lastSecond;
  private boolean silent = true;
  private long headSecond = NO_HEAD;
  private boolean ending;
  private int open;
  private int sending;

  /// @param line where bytes before a whole head tell of a request in the making
  /// @param source what a trusted proxy said of where it comes from
  Peer(
      HttpConnection connection,
      Optional<Line> line,
      Optional<InetAddress> source,
      Wire fallback,
      long second) {
    this.line = line;
    this.connection = connection;
    this.wire = fallback;
    this.lastSecond = second;
    SocketAddress remote = connection.remoteAddress();
    this.source = source.orElseGet(() -> InetAddress.ofLiteral(remote.hostAddress()));
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

  /// Nothing more is read as a request.
  void end() {
    ending = true;
  }

  boolean isEnding() {
    return ending;
  }

  void began(long second) {
    open++;
    silent = false;
    headSecond = NO_HEAD;
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
    line.ifPresent(Line::heard);
  }

  /// Whether this connection only costs: nothing asked for too long, or an answer that is not
  /// taken.
  boolean expired(long second, HttpLimits limits) {
    if (open > sending) {
      return false;
    }
    if (isHeadTooSlow(second, limits)) {
      return true;
    }
    long max = silent ? limits.requestMillisMax() : limits.idleMillisMax();
    return (second - lastSecond) * 1000 > max;
  }

  /// Nothing more is said, and what still comes is dropped.
  void hangUp() {
    line.ifPresent(Line::hangUp);
  }

  /// Whether bytes came since the last call, as far as that can be told.
  boolean heard() {
    return line.map(Line::heard).orElse(false);
  }

  /// A request whose head began, after another one, and does not end.
  private boolean isHeadTooSlow(long second, HttpLimits limits) {
    boolean heard = heard();
    if (open > 0 || silent) {
      return false;
    }
    if (heard && headSecond == NO_HEAD) {
      headSecond = second;
    }
    return headSecond != NO_HEAD && (second - headSecond) * 1000 > limits.requestMillisMax();
  }
}
