package coffer.http;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all listeners of one server have in common.
///
/// @param door counts connections
/// @param buffered bytes of large bodies in memory now
record Shared(
    List<Wire> wires,
    HttpLimits limits,
    Tls tls,
    ServerCertificate certificate,
    Supplier<String> requestIds,
    OffLoop offLoop,
    Door door,
    AtomicLong buffered,
    DateHeader date,
    TrustedProxies proxies,
    RequestCounts counts) {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  /// The same, for a port without TLS.
  Shared plain(List<Wire> others) {
    return new Shared(
        List.copyOf(others),
        limits,
        Tls.NONE,
        ServerCertificate.NONE,
        requestIds,
        offLoop,
        door,
        buffered,
        date,
        proxies,
        counts);
  }

  boolean isTls() {
    return tls != Tls.NONE;
  }

  Logger log() {
    return LOG;
  }
}
