package coffer.cli;

import coffer.wire.instance.proto.InstanceMessages;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The Instance API over HTTPS, signed with a client key as the SDKs sign.
final class InstanceClient implements AutoCloseable {
  private static final String PROTOBUF = "application/x-protobuf";

  /// The one parameter that is a header, in both directions: which version of the key.
  static final String MIGRATION = "MigrationKeyVersionId";

  private static final String MIGRATION_HEADER = "x-kms-migrationkeyversionid";

  private final Https https;
  private final ClientKeyFile key;
  private final String apiVersion;
  private final Clock clock;

  InstanceClient(URI endpoint, Path ca, ClientKeyFile key, String apiVersion, Clock clock) {
    this.https = new Https(endpoint, ca);
    this.key = key;
    this.apiVersion = apiVersion;
    this.clock = clock;
  }

  JsonNode call(String action, Map<String, Value> values) {
    Map<String, Value> fields = new LinkedHashMap<>(values);
    Optional<String> version = Optional.ofNullable(fields.remove(MIGRATION)).map(Value::asText);
    byte[] body = InstanceMessage.request(action, fields).toByteArray();
    String sha256 = V3Signature.sha256(body).toUpperCase(Locale.ROOT);
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atZone(ZoneOffset.UTC));
    SortedMap<String, String> signed = new TreeMap<>();
    // The protocol spells it with three c.
    signed.put("x-kms-acccesskeyid", key.keyId());
    signed.put("x-kms-apiname", action);
    signed.put("x-kms-apiversion", apiVersion);
    signed.put("x-kms-signaturemethod", "RSA_PKCS1_SHA_256");
    version.ifPresent(v -> signed.put(MIGRATION_HEADER, v));
    HttpRequest.Builder http =
        https
            .request("/")
            .header("accept", PROTOBUF)
            .header("content-type", PROTOBUF)
            .header("date", date)
            .header("content-sha256", sha256)
            .header(
                "authorization",
                "Bearer " + sign(key.privateKey(), stringToSign(sha256, date, signed)))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    signed.forEach(http::header);
    return answer(action, https.send(http.build()));
  }

  static String stringToSign(String sha256, String date, SortedMap<String, String> signed) {
    StringBuilder lines = new StringBuilder(256);
    lines.append("POST\n").append(sha256).append('\n').append(PROTOBUF).append('\n');
    lines.append(date).append('\n');
    signed.forEach((name, value) -> lines.append(name).append(':').append(value).append('\n'));
    return lines.append('/').toString();
  }

  static String sign(PrivateKey key, String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new Trouble("The client key cannot sign", e);
    }
  }

  private static JsonNode answer(String action, HttpResponse<byte[]> response) {
    try {
      if (response.statusCode() >= 400) {
        InstanceMessages.Error error = InstanceMessages.Error.parseFrom(response.body());
        throw new Refused(
            error.getErrorCode(),
            error.getErrorMessage(),
            error.getRequestId(),
            response.statusCode());
      }
      ObjectNode json =
          InstanceMessage.json(
              DynamicMessage.parseFrom(InstanceMessage.answerType(action), response.body()));
      response.headers().firstValue(MIGRATION_HEADER).ifPresent(v -> json.put("KeyVersionId", v));
      return json;
    } catch (InvalidProtocolBufferException e) {
      throw new Trouble("The server answered " + response.statusCode() + " without protobuf", e);
    }
  }

  @Override
  public void close() {
    https.close();
  }
}
