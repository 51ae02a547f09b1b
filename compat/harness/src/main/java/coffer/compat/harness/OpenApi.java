package coffer.compat.harness;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Calls of the OpenAPI under signature V3, written from the documents. May be shared by threads.
public final class OpenApi {
  private static final String ALGORITHM = "ACS3-HMAC-SHA256";

  /// What came back.
  public record Answer(int status, String json) {
    public String field(String name) {
      return Text.field(json, name);
    }

    /// Fails unless it was done.
    public Answer orFail() {
      if (status != 200) {
        throw new AssertionError("refused: " + status + " " + json);
      }
      return this;
    }
  }

  private final URI endpoint;
  private final RootKey key;
  private final Https https;

  OpenApi(URI endpoint, Path ca, RootKey key) {
    this.endpoint = endpoint;
    this.key = key;
    this.https = new Https(ca);
  }

  /// @throws IOException when no answer came
  public Answer call(String action, Map<String, String> parameters) throws IOException {
    return sign(action, parameters, Instant.now(), UUID.randomUUID().toString()).send();
  }

  /// A request that is right, at a time and with a nonce of the caller's choosing.
  public Signed sign(String action, Map<String, String> parameters, Instant at, String nonce) {
    String query = query(parameters);
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("host", endpoint.getHost() + ":" + endpoint.getPort());
    headers.put("x-acs-action", action);
    headers.put("x-acs-version", "2016-01-20");
    headers.put("x-acs-date", at.truncatedTo(ChronoUnit.SECONDS).toString());
    headers.put("x-acs-signature-nonce", nonce);
    headers.put("x-acs-content-sha256", Https.sha256(new byte[0]));
    String authorization = authorization(query, headers);
    headers.put("authorization", authorization);
    // The client writes it itself.
    headers.remove("host");
    return new Signed(query, headers);
  }

  /// A signed request, which can still be changed.
  public final class Signed {
    private final String query;
    private final SortedMap<String, String> headers;

    private Signed(String query, SortedMap<String, String> headers) {
      this.query = query;
      this.headers = headers;
    }

    /// The signature stays as it was.
    public Signed with(String header, String value) {
      SortedMap<String, String> changed = new TreeMap<>(headers);
      changed.put(header, value);
      return new Signed(query, changed);
    }

    /// The signature stays as it was.
    public Signed withQuery(String other) {
      return new Signed(other, headers);
    }

    public String query() {
      return query;
    }

    /// @throws IOException when no answer came
    public Answer send() throws IOException {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(endpoint + "/" + (query.isEmpty() ? "" : "?" + query)))
              .timeout(Https.DEADLINE)
              .POST(HttpRequest.BodyPublishers.noBody());
      headers.forEach(request::header);
      HttpResponse<byte[]> response = https.send(request.build());
      return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
    }
  }

  /// The id of a new key.
  public String createKey(String spec) throws IOException {
    return call("CreateKey", Map.of("KeySpec", spec)).orFail().field("KeyId");
  }

  private String authorization(String query, SortedMap<String, String> headers) {
    String names = String.join(";", headers.keySet());
    String lines =
        headers.entrySet().stream()
            .map(e -> e.getKey() + ":" + e.getValue() + "\n")
            .collect(Collectors.joining());
    String canonical =
        "POST\n/\n" + query + "\n" + lines + "\n" + names + "\n" + Https.sha256(new byte[0]);
    String toSign = ALGORITHM + "\n" + Https.sha256(Https.utf8(canonical));
    return ALGORITHM
        + " Credential="
        + key.id()
        + ",SignedHeaders="
        + names
        + ",Signature="
        + hmac(toSign);
  }

  private String hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Https.utf8(key.secret()), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(Https.utf8(text)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String query(Map<String, String> parameters) {
    return new TreeMap<>(parameters)
        .entrySet().stream()
            .map(e -> escape(e.getKey()) + "=" + escape(e.getValue()))
            .collect(Collectors.joining("&"));
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
