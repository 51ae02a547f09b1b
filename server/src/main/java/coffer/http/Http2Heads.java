package coffer.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.ArrayList;
import java.util.List;

/// Heads that came in HTTP/2. Netty refuses the worst of them before; this is what it lets pass and
/// a reader of HTTP/1 would take for something else.
final class Http2Heads {
  private static final List<String> SCHEMES = List.of("https", "http");

  private Http2Heads() {}

  /// Throws when it is in doubt.
  static void check(HttpServerRequest request) {
    MultiMap headers = request.headers();
    Heads.checkFields(headers);
    Heads.checkLengths(headers.getAll("content-length"));
    List<String> hosts = new ArrayList<>(headers.getAll("host"));
    Heads.checkHosts(hosts);
    HostAndPort authority = request.authority();
    if (authority == null) {
      throw new IllegalArgumentException("no :authority");
    }
    String method = request.method().name();
    if (!SCHEMES.contains(String.valueOf(request.scheme()))
        || !Heads.isPath(request.uri(), method)) {
      throw new IllegalArgumentException("a target that is none in HTTP/2");
    }
    Heads.checkTarget(request.uri());
  }
}
