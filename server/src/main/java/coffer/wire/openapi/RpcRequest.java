package coffer.wire.openapi;

import coffer.http.HttpCall;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A request taken apart, not yet believed.
final class RpcRequest {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final String method;
  private final Parameters query;
  private final Parameters form;
  private final Parameters all;
  private final Map<String, String> headers;
  private final Set<String> repeated;
  private final String bodyHash;

  private RpcRequest(
      String method,
      Parameters query,
      Parameters form,
      Map<String, String> headers,
      Set<String> repeated,
      String bodyHash) {
    this.method = method;
    this.query = query;
    this.form = form;
    this.all = query.and(form);
    this.headers = headers;
    this.repeated = repeated;
    this.bodyHash = bodyHash;
  }

  /// Takes the body's bytes and wipes them. A body that is not a form is hashed and otherwise
  /// ignored: clients send empty ones under all sorts of types.
  static RpcRequest of(HttpCall call) {
    byte[] body = call.body();
    try {
      boolean isForm = mediaType(call.header("content-type")).equals(FORM);
      Map<String, String> headers = new HashMap<>();
      Set<String> repeated = new HashSet<>(0);
      for (Map.Entry<String, String> header : call.headers()) {
        if (headers.put(header.getKey(), header.getValue().strip()) != null) {
          repeated.add(header.getKey());
        }
      }
      return new RpcRequest(
          call.method(),
          Parameters.parse(call.query()),
          isForm && body.length > 0
              ? Parameters.parse(new String(body, StandardCharsets.ISO_8859_1).strip())
              : Parameters.NONE,
          headers,
          repeated,
          Digests.sha256Hex(body));
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  private static String mediaType(String contentType) {
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  String method() {
    return method;
  }

  Parameters query() {
    return query;
  }

  Parameters form() {
    return form;
  }

  /// Query and form together.
  Parameters all() {
    return all;
  }

  /// The trimmed value, or "" when there is none.
  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  boolean hasHeader(String name) {
    return headers.containsKey(name);
  }

  /// Whether a header came more than once, so that its value is anybody's guess.
  boolean isRepeated(String header) {
    return repeated.contains(header);
  }

  /// SHA-256 of the body as received, in lower-case hex.
  String bodyHash() {
    return bodyHash;
  }
}
