package coffer.http;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Counts the connections of a server's ports as they are accepted, before TLS costs anything, in
/// all and per address. What is too much is closed at once: there is nobody yet to whom to say why.
final class Door {
  /// An IPv6 caller owns at least a /64 and may come from anywhere in it.
  private static final int IPV6_NETWORK_BYTES = 8;

  private final TrustedProxies proxies;
  private final int connectionsMax;
  private final int connectionsPerAddressMax;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();
  private final ConcurrentMap<String, Integer> perAddress = new ConcurrentHashMap<>();
  private final ConcurrentMap<Ends, Line> lines = new ConcurrentHashMap<>();

  /// What tells a connection from others.
  private record Ends(String remote, int remotePort, String local, int localPort) {}

  Door(HttpLimits limits, TrustedProxies proxies) {
    this.proxies = proxies;
    this.connectionsMax = limits.connectionsMax();
    this.connectionsPerAddressMax = limits.connectionsPerAddressMax();
  }

  /// Connections open now, those included that still shake hands.
  int open() {
    return open.get();
  }

  /// Connections turned away since the start.
  long refused() {
    return refused.get();
  }

  /// Whether a connection may come in. If so, it must leave once.
  boolean enter(InetAddress address) {
    if (open.incrementAndGet() > connectionsMax) {
      open.decrementAndGet();
      refused.incrementAndGet();
      return false;
    }
    if (!count(address)) {
      open.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave(InetAddress address) {
    open.decrementAndGet();
    uncount(address);
  }

  /// Whether one more may come from an address. If so, it must be uncounted once. Behind a trusted
  /// proxy are many callers: it is not counted itself.
  boolean count(InetAddress address) {
    if (!trusts(address)
        && perAddress.merge(network(address), 1, Integer::sum) > connectionsPerAddressMax) {
      uncount(address);
      refused.incrementAndGet();
      return false;
    }
    return true;
  }

  void uncount(InetAddress address) {
    if (!trusts(address)) {
      perAddress.computeIfPresent(network(address), (_, count) -> count > 1 ? count - 1 : null);
    }
  }

  boolean trusts(InetAddress address) {
    return proxies.trusts(address);
  }

  void add(Line line, InetSocketAddress remote, InetSocketAddress local) {
    lines.put(ends(remote, local), line);
  }

  void remove(InetSocketAddress remote, InetSocketAddress local) {
    lines.remove(ends(remote, local));
  }

  /// The bytes under a connection, unless it is gone already.
  Optional<Line> line(SocketAddress remote, SocketAddress local) {
    return Optional.ofNullable(
        lines.get(
            new Ends(remote.hostAddress(), remote.port(), local.hostAddress(), local.port())));
  }

  private static Ends ends(InetSocketAddress remote, InetSocketAddress local) {
    return new Ends(
        remote.getAddress().getHostAddress(),
        remote.getPort(),
        local.getAddress().getHostAddress(),
        local.getPort());
  }

  private static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4
        ? address.getHostAddress()
        : HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_NETWORK_BYTES));
  }
}
