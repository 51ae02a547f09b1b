package coffer.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Proxies whose word about a caller's address counts. Nobody else's does: the header of a request
/// that comes from elsewhere changes nothing.
public final class TrustedProxies {
  public static final TrustedProxies NONE = new TrustedProxies(_ -> false);
  private static final String FORWARDED_FOR = "x-forwarded-for";
  private static final int HOPS_MAX = 16;

  /// Decimal without leading zeros, and perhaps a port.
  private static final Pattern V4 =
      Pattern.compile("((?:0|[1-9]\\d{0,2})(?:\\.(?:0|[1-9]\\d{0,2})){3})(?::\\d{1,5})?");

  /// Bare, or in brackets and perhaps with a port; without a zone.
  private static final Pattern V6 =
      Pattern.compile("([0-9a-fA-F:.]{2,45})|\\[([0-9a-fA-F:.]{2,45})](?::\\d{1,5})?");

  private final Predicate<InetAddress> isTrusted;

  public TrustedProxies(Predicate<InetAddress> isTrusted) {
    this.isTrusted = isTrusted;
  }

  boolean trusts(InetAddress address) {
    return isTrusted.test(address);
  }

  /// The address that a request comes from. Each proxy adds the one it was called from at the end:
  /// going backwards, the first that is no trusted proxy is the caller. What cannot be read ends
  /// the search at the proxy that wrote it.
  InetAddress source(InetAddress peer, Iterable<Map.Entry<String, String>> headers) {
    if (!trusts(peer)) {
      return peer;
    }
    InetAddress source = peer;
    List<String> hops = hops(headers);
    int last = Math.max(0, hops.size() - HOPS_MAX);
    for (int i = hops.size() - 1; i >= last && trusts(source); i--) {
      Optional<InetAddress> before = parse(hops.get(i).strip());
      if (before.isEmpty()) {
        return source;
      }
      source = before.get();
    }
    return source;
  }

  /// Of all lines of the header, which mean one list (RFC 9110 §5.3).
  private static List<String> hops(Iterable<Map.Entry<String, String>> headers) {
    List<String> hops = new ArrayList<>();
    for (Map.Entry<String, String> header : headers) {
      if (header.getKey().equalsIgnoreCase(FORWARDED_FOR)) {
        hops.addAll(List.of(header.getValue().split(",", -1)));
      }
    }
    return hops;
  }

  private static Optional<InetAddress> parse(String text) {
    var four = V4.matcher(text);
    var six = V6.matcher(text);
    try {
      if (four.matches()) {
        return Optional.of(InetAddress.ofLiteral(four.group(1)));
      } else if (six.matches() && text.indexOf(':') >= 0) {
        String bare = six.group(1);
        return Optional.of(InetAddress.ofLiteral(bare == null ? six.group(2) : bare));
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
