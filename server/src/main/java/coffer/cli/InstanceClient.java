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
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// The Instance API over HTTPS, signed with a client key as the SDKs sign.
final class InstanceClient implements AutoCloseable {
  private static final String PROTOBUF = "application/x-protobuf";

  private final Https https;
  private final ClientKeyFile key;
  private final String version;
  private final Clock clock;

  InstanceClient(URI endpoint, Path ca, ClientKeyFile key, String version, Clock clock) {
    this.https = new Https(endpoint, ca);
    this.key = key;
    this.version = version;
    this.clock = clock;
  }

  DynamicMessage call(String action, DynamicMessage request) {
    byte[] body = request.toByteArray();
    String sha256 = V3Signature.sha256(body).toUpperCase(Locale.ROOT);
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atZone(ZoneOffset.UTC));
    SortedMap<String, String> signed = new TreeMap<>();
    // The protocol spells it with three c.
    signed.put("x-kms-acccesskeyid", key.keyId());
    signed.put("x-kms-apiname", action);
    signed.put("x-kms-apiversion", version);
    signed.put("x-kms-signaturemethod", "RSA_PKCS1_SHA_256");
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

  private static String sign(PrivateKey key, String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new Trouble("The client key cannot sign", e);
    }
  }

  private static DynamicMessage answer(String action, HttpResponse<byte[]> response) {
    try {
      if (response.statusCode() >= 400) {
        InstanceMessages.Error error = InstanceMessages.Error.parseFrom(response.body());
        throw new Refused(
            error.getErrorCode(),
            error.getErrorMessage(),
            error.getRequestId(),
            response.statusCode());
      }
      return DynamicMessage.parseFrom(InstanceMessage.answerType(action), response.body());
    } catch (InvalidProtocolBufferException e) {
      throw new Trouble("The server answered " + response.statusCode() + " without protobuf", e);
    }
  }

  @Override
  public void close() {
    https.close();
  }
}
