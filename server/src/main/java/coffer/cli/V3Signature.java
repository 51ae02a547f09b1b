package coffer.cli;

import coffer.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signature version 3 of the OpenAPI, `ACS3-HMAC-SHA256`, client side.
final class V3Signature {
  static final String ALGORITHM = "ACS3-HMAC-SHA256";

  private V3Signature() {}

  /// The Authorization header.
  ///
  /// @param query decoded parameters of the URL
  /// @param headers all that are to be signed, lower case
  static String authorization(
      String accessKeyId,
      SecretBytes secret,
      String method,
      Map<String, String> query,
      SortedMap<String, String> headers,
      byte[] body) {
    String names = String.join(";", headers.keySet());
    String canonical = canonical(method, query, headers, body);
    return ALGORITHM
        + " Credential="
        + accessKeyId
        + ",SignedHeaders="
        + names
        + ",Signature="
        + signature(secret, canonical);
  }

  static String canonical(
      String method, Map<String, String> query, SortedMap<String, String> headers, byte[] body) {
    String parameters =
        new TreeMap<>(query)
            .entrySet().stream()
                .map(e -> PercentCode.of(e.getKey()) + "=" + PercentCode.of(e.getValue()))
                .collect(Collectors.joining("&"));
    StringBuilder lines = new StringBuilder(512);
    lines.append(method).append("\n/\n").append(parameters).append('\n');
    headers.forEach((name, value) -> lines.append(name).append(':').append(value).append('\n'));
    return lines
        .append('\n')
        .append(String.join(";", headers.keySet()))
        .append('\n')
        .append(sha256(body))
        .toString();
  }

  static String signature(SecretBytes secret, String canonical) {
    String toSign = ALGORITHM + "\n" + sha256(canonical.getBytes(StandardCharsets.UTF_8));
    return secret.use(key -> hmac(key, toSign));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
