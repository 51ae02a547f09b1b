package coffer.cli;

import coffer.operations.Api;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The OpenAPI over HTTPS, signed V3.
final class OpenApiClient implements OpenApi, AutoCloseable {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final int NONCE_BYTES = 16;

  private final Connection connection;
  private final Clock clock;
  private final SecureRandom random;
  private final Https https;

  OpenApiClient(Connection connection, Clock clock, SecureRandom random) {
    this.connection = connection;
    this.clock = clock;
    this.random = random;
    this.https = new Https(connection.endpoint(), connection.ca());
  }

  @Override
  public JsonNode call(Api api, String action, Map<String, Value> parameters) {
    byte[] body = FormBody.of(parameters);
    try {
      SortedMap<String, String> headers = headers(api, action, body);
      String authorization =
          V3Signature.authorization(
              connection.accessKeyId(), connection.secret(), "POST", Map.of(), headers, body);
      HttpRequest.Builder request =
          https
              .request("/")
              .header("Accept", "application/json")
              .header("Authorization", authorization)
              .POST(HttpRequest.BodyPublishers.ofByteArray(body));
      headers.forEach((name, value) -> {
        // The HTTP client writes this one itself, and the same.
        if (!name.equals("host")) {
          request.header(name, value);
        }
      });
      return answer(https.send(request.build()));
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  private SortedMap<String, String> headers(Api api, String action, byte[] body) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("content-type", FORM);
    headers.put("host", connection.authority());
    headers.put("x-acs-action", action);
    headers.put("x-acs-content-sha256", V3Signature.sha256(body));
    headers.put("x-acs-date", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    headers.put("x-acs-signature-nonce", HexFormat.of().formatHex(nonce));
    headers.put("x-acs-version", api.version());
    return headers;
  }

  private JsonNode answer(HttpResponse<byte[]> response) {
    JsonNode json;
    try {
      json = Json.parse(response.body());
    } catch (JacksonException e) {
      throw new Trouble(
          connection.endpoint() + " answered " + response.statusCode() + " without JSON", e);
    }
    if (response.statusCode() >= 400) {
      throw new Refused(
          Json.text(json, "Code"),
          Json.text(json, "Message"),
          Json.text(json, "RequestId"),
          response.statusCode());
    }
    return json;
  }

  @Override
  public void close() {
    https.close();
    connection.close();
  }
}
