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
import java.util.HashMap;
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
  private static final String STORAGE =
      System.getProperty("compat.storage", "HsmEncryptedDatabase");

  private static final String KMS = "2016-01-20";
  private static final String HSM = "2023-11-13";
  private static final String RAM = "2015-05-01";

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
  private final String version;

  OpenApi(URI endpoint, Path ca, RootKey key) {
    this(endpoint, new Https(ca), key, KMS);
  }

  private OpenApi(URI endpoint, Https https, RootKey key, String version) {
    this.endpoint = endpoint;
    this.key = key;
    this.https = https;
    this.version = version;
  }

  /// The HSM OpenAPI of the same server.
  public OpenApi hsm() {
    return new OpenApi(endpoint, https, key, HSM);
  }

  /// RAM of the same server.
  public OpenApi ram() {
    return new OpenApi(endpoint, https, key, RAM);
  }

  /// @throws IOException when no answer came
  public Answer call(String action, Map<String, String> parameters) throws IOException {
    return sign(action, parameters, Instant.now(), UUID.randomUUID().toString()).send();
  }

  public static Answer read(HttpResponse<byte[]> response) {
    return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
  }

  /// For a client of the caller's choice.
  public HttpRequest request(String action, Map<String, String> parameters) {
    return sign(action, parameters, Instant.now(), UUID.randomUUID().toString()).request();
  }

  /// The same with the parameters in a form.
  public HttpRequest formRequest(String action, Map<String, String> parameters) {
    byte[] form = Https.utf8(query(parameters));
    return sign(action, "", form, Instant.now(), UUID.randomUUID().toString()).request();
  }

  /// A request that is right, at a time and with a nonce of the caller's choosing.
  public Signed sign(String action, Map<String, String> parameters, Instant at, String nonce) {
    return sign(action, query(parameters), new byte[0], at, nonce);
  }

  private Signed sign(String action, String query, byte[] form, Instant at, String nonce) {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("host", endpoint.getHost() + ":" + endpoint.getPort());
    headers.put("x-acs-action", action);
    headers.put("x-acs-version", version);
    headers.put("x-acs-date", at.truncatedTo(ChronoUnit.SECONDS).toString());
    headers.put("x-acs-signature-nonce", nonce);
    headers.put("x-acs-content-sha256", Https.sha256(form));
    if (form.length > 0) {
      headers.put("content-type", "application/x-www-form-urlencoded");
    }
    headers.put("authorization", authorization(query, headers, Https.sha256(form)));
    // The client writes it itself.
    headers.remove("host");
    return new Signed(query, form, headers);
  }

  /// A signed request, which can still be changed.
  public final class Signed {
    private final String query;
    private final byte[] form;
    private final SortedMap<String, String> headers;

    private Signed(String query, byte[] form, SortedMap<String, String> headers) {
      this.query = query;
      this.form = form;
      this.headers = headers;
    }

    /// The signature stays as it was.
    public Signed with(String header, String value) {
      SortedMap<String, String> changed = new TreeMap<>(headers);
      changed.put(header, value);
      return new Signed(query, form, changed);
    }

    /// The signature stays as it was.
    public Signed withQuery(String other) {
      return new Signed(other, form, headers);
    }

    public String query() {
      return query;
    }

    private HttpRequest request() {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(endpoint + "/" + (query.isEmpty() ? "" : "?" + query)))
              .timeout(Https.DEADLINE)
              .POST(HttpRequest.BodyPublishers.ofByteArray(form));
      headers.forEach(request::header);
      return request.build();
    }

    /// @throws IOException when no answer came
    public Answer send() throws IOException {
      return read(https.send(request()));
    }
  }

  /// The id of a new key, which rests where the system property `compat.storage` says.
  public String createKey(String spec) throws IOException {
    return createKey(Map.of("KeySpec", spec));
  }

  /// The same with other parameters besides.
  public String createKey(Map<String, String> parameters) throws IOException {
    Map<String, String> all = new HashMap<>(parameters);
    all.putIfAbsent("KeyStorageMechanism", STORAGE);
    return call("CreateKey", all).orFail().field("KeyId");
  }

  private String authorization(String query, SortedMap<String, String> headers, String bodyHash) {
    String names = String.join(";", headers.keySet());
    String lines =
        headers.entrySet().stream()
            .map(e -> e.getKey() + ":" + e.getValue() + "\n")
            .collect(Collectors.joining());
    String canonical = "POST\n/\n" + query + "\n" + lines + "\n" + names + "\n" + bodyHash;
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
