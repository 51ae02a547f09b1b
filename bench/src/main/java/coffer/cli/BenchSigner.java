package coffer.cli;

import coffer.model.SecretBytes;
import coffer.operations.Api;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;

/// Signs OpenAPI calls with one access key.
///
/// @param secret lent by whoever made this
@NullMarked
public record BenchSigner(String authority, String accessKeyId, SecretBytes secret) {
  private static final String FORM = "application/x-www-form-urlencoded";

  /// How a call is signed.
  public enum Scheme {
    V1,
    V3
  }

  /// A call, ready to be sent.
  public record Signed(SortedMap<String, String> headers, byte[] form) {}

  public Signed signed(
      Scheme scheme,
      Api of,
      String action,
      SortedMap<String, String> parameters,
      String date,
      String nonce) {
    return switch (scheme) {
      case V1 -> signedV1(of, action, parameters, date, nonce);
      case V3 -> signedV3(of, action, form(parameters), date, nonce);
    };
  }

  private Signed signedV3(Api of, String action, byte[] form, String date, String nonce) {
    SortedMap<String, String> headers = headers();
    headers.put("x-acs-action", action);
    headers.put("x-acs-content-sha256", V3Signature.sha256(form));
    headers.put("x-acs-date", date);
    headers.put("x-acs-signature-nonce", nonce);
    headers.put("x-acs-version", of.version());
    String authorization =
        V3Signature.authorization(accessKeyId, secret, "POST", Map.of(), headers, form);
    headers.put("authorization", authorization);
    return new Signed(headers, form);
  }

  private Signed signedV1(
      Api of, String action, SortedMap<String, String> parameters, String date, String nonce) {
    SortedMap<String, String> all = new TreeMap<>(parameters);
    all.put("AccessKeyId", accessKeyId);
    all.put("Action", action);
    all.put("Format", "JSON");
    all.put("SignatureMethod", "HMAC-SHA1");
    all.put("SignatureNonce", nonce);
    all.put("SignatureVersion", "1.0");
    all.put("Timestamp", date);
    all.put("Version", of.version());
    String query = new String(form(all), StandardCharsets.US_ASCII);
    String toSign = "POST&%2F&" + PercentCode.of(query);
    all.put("Signature", BenchV1.sign(secret, toSign));
    return new Signed(headers(), form(all));
  }

  private SortedMap<String, String> headers() {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("content-type", FORM);
    headers.put("host", authority);
    return headers;
  }

  private static byte[] form(SortedMap<String, String> parameters) {
    Map<String, Value> values = new TreeMap<>();
    parameters.forEach((name, value) -> values.put(name, Value.of(value)));
    return FormBody.of(values);
  }
}
