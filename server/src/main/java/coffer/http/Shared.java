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

  Logger log() {
    return LOG;
  }
}
