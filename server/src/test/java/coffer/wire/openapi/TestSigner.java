package coffer.wire.openapi;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs as clients do, written apart from the code under test.
final class TestSigner {
  static final String KEY = "testidtestidtest";
  static final String SECRET = "testsecret";

  private TestSigner() {}

  static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  static String query(Map<String, String> parameters) {
    return query(parameters, "=");
  }

  private static String query(Map<String, String> parameters, String whenEmpty) {
    return new TreeMap<>(parameters)
        .entrySet().stream()
            .map(p ->
                escape(p.getKey())
                    + (p.getValue().isEmpty() ? whenEmpty : "=" + escape(p.getValue())))
            .collect(Collectors.joining("&"));
  }

  /// A V3 request, all its headers signed.
  static TestCall v3(String action, Map<String, String> parameters, String nonce, String date) {
    TestCall call = new TestCall();
    call.query = query(parameters);
    call.header("host", "kms.example.test:8443")
        .header("x-acs-action", action)
        .header("x-acs-version", "2016-01-20")
        .header("x-acs-date", date)
        .header("x-acs-signature-nonce", nonce)
        .header("x-acs-content-sha256", sha256(new byte[0]));
    return signV3(call, query(parameters));
  }

  /// Signs every header there is, over a query in whatever form.
  static TestCall signV3(TestCall call, String canonicalQuery) {
    return sign(call.without("authorization"), canonicalQuery, "ACS3-HMAC-SHA256", KEY, "", SECRET);
  }

  static TestCall signV3(TestCall call) {
    return signV3(call, call.query);
  }

  static TestCall signV4(TestCall call, String canonicalQuery, String day) {
    return sign(
        call.without("authorization"),
        canonicalQuery,
        "ACS4-HMAC-SHA256",
        KEY,
        "/" + day + "/center/Kms/aliyun_v4_request",
        SECRET);
  }

  static TestCall sign(
      TestCall call, String query, String algorithm, String key, String scope, String secret) {
    SortedMap<String, String> signed = new TreeMap<>();
    call.headers().forEach(header -> signed.put(header.getKey(), header.getValue()));
    return sign(call, query, algorithm, key, scope, secret, signed);
  }

  static TestCall sign(
      TestCall call,
      String query,
      String algorithm,
      String key,
      String scope,
      String secret,
      SortedMap<String, String> signed) {
    String names = String.join(";", signed.keySet());
    StringBuilder canonical = new StringBuilder(call.method + "\n/\n" + query + "\n");
    signed.forEach((name, value) -> canonical.append(name + ":" + value.strip() + "\n"));
    canonical.append("\n" + names + "\n" + sha256(call.body));
    String toSign =
        algorithm + "\n" + sha256(canonical.toString().getBytes(StandardCharsets.UTF_8));
    byte[] signingKey = bytes(scope.isEmpty() ? secret : "aliyun_v4" + secret);
    if (!scope.isEmpty()) {
      for (String part : scope.substring(1).split("/", -1)) {
        signingKey = hmac("HmacSHA256", signingKey, part);
      }
    }
    String signature = HexFormat.of().formatHex(hmac("HmacSHA256", signingKey, toSign));
    return call.header(
        "authorization",
        algorithm
            + " Credential="
            + key
            + scope
            + ",SignedHeaders="
            + names
            + ",Signature="
            + signature);
  }

  /// The V1 signature of parameters; `emptySigned` as pop-core does, otherwise as tea does.
  static String v1(String method, Map<String, String> parameters, boolean emptySigned) {
    Map<String, String> signed = new TreeMap<>(parameters);
    if (!emptySigned) {
      signed.values().removeIf(String::isEmpty);
    }
    String toSign = method + "&%2F&" + escape(query(signed));
    return Base64.getEncoder().encodeToString(hmac("HmacSHA1", bytes(SECRET + "&"), toSign));
  }

  /// The V1 signature under another secret.
  static String v1(String method, Map<String, String> parameters, String secret) {
    String toSign = method + "&%2F&" + escape(query(parameters));
    return Base64.getEncoder().encodeToString(hmac("HmacSHA1", bytes(secret + "&"), toSign));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(String algorithm, byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
