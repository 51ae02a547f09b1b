package coffer.compat.harness;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A request of the Instance API made by hand, so that any part of it can be wrong.
public final class InstanceRequest {
  private static final String PROTOBUF = "application/x-protobuf";

  /// What came back.
  ///
  /// @param fields of the message in the body
  public record Answer(int status, Map<Integer, byte[]> fields) {
    public String errorCode() {
      return Proto.text(fields, 2);
    }

    public String errorMessage() {
      return Proto.text(fields, 3);
    }

    public String errorRequestId() {
      return Proto.text(fields, 4);
    }
  }

  private final Map<String, String> headers = new TreeMap<>();
  private byte[] body;

  private InstanceRequest(byte[] body) {
    this.body = body;
  }

  /// A request that is right.
  public static InstanceRequest of(String action, byte[] body, ClientKeyFiles key) {
    InstanceRequest request = new InstanceRequest(body);
    request.headers.put("accept", PROTOBUF);
    request.headers.put("content-type", PROTOBUF);
    request.headers.put("content-sha256", Https.sha256(body).toUpperCase(Locale.ROOT));
    request.headers.put("x-kms-acccesskeyid", key.id());
    request.headers.put("x-kms-apiname", action);
    request.headers.put("x-kms-apiversion", "dkms-gcs-0.2");
    request.headers.put("x-kms-signaturemethod", "RSA_PKCS1_SHA_256");
    return request.at(Instant.now()).signedBy(key.privateKey());
  }

  public InstanceRequest at(Instant time) {
    return with("date", DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atZone(ZoneOffset.UTC)));
  }

  /// The signature stays as it was.
  public InstanceRequest with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  public InstanceRequest without(String header) {
    headers.remove(header);
    return this;
  }

  /// Hash and signature stay as they were.
  public InstanceRequest withBody(byte[] other) {
    body = other;
    return this;
  }

  public InstanceRequest signedBy(PrivateKey key) {
    StringBuilder toSign = new StringBuilder("POST\n");
    for (String name : new String[] {"content-sha256", "content-type", "date"}) {
      toSign.append(headers.getOrDefault(name, "")).append('\n');
    }
    headers.forEach((name, value) -> {
      if (name.startsWith("x-kms-")) {
        toSign.append(name).append(':').append(value).append('\n');
      }
    });
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(Https.utf8(toSign.append('/').toString()));
      return with(
          "authorization", "Bearer " + Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("cannot sign", e);
    }
  }

  /// Over a connection that stays open.
  public Answer send(KeepAlive connection) throws IOException {
    return connection.send(headers, body);
  }

  public Answer send(TestServer server) throws IOException {
    return send(server, HttpRequest.BodyPublishers.ofByteArray(body));
  }

  /// As OkHttp repeats a request over a new connection: signed, but without its body.
  public Answer sendWithoutBody(TestServer server) throws IOException {
    return send(server, HttpRequest.BodyPublishers.ofInputStream(InputStream::nullInputStream));
  }

  /// For a client of the caller's choice.
  public HttpRequest toHttp(TestServer server) {
    return toHttp(server, HttpRequest.BodyPublishers.ofByteArray(body));
  }

  private HttpRequest toHttp(TestServer server, HttpRequest.BodyPublisher publisher) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.endpoint().resolve("/"))
            .timeout(Https.DEADLINE)
            .POST(publisher);
    headers.forEach(request::header);
    return request.build();
  }

  private Answer send(TestServer server, HttpRequest.BodyPublisher publisher) throws IOException {
    return read(new Https(server.ca()).send(toHttp(server, publisher)));
  }

  /// Fails unless it is in this protocol.
  public static Answer read(HttpResponse<byte[]> response) {
    Optional<String> type = response.headers().firstValue("content-type");
    if (!type.equals(Optional.of(PROTOBUF))) {
      throw new AssertionError("answered with " + type + ", status " + response.statusCode());
    }
    return new Answer(response.statusCode(), Proto.fields(response.body()));
  }
}
