package coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class V3SignatureTest {
  private static final byte[] NO_BODY = {};

  /// Made by `@alicloud/openapi-util` 0.3.3.
  @Test
  void signsAsTheOfficialLibraryDoes() {
    Map<String, String> query =
        Map.of(
            "KeyId", "alias/demo key*~",
            "Plaintext", "aGVsbG8=",
            "EncryptionContext", "{\"a\":\"b c\"}");
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("host", "kms.example.test:8443");
    headers.put("x-acs-action", "Encrypt");
    headers.put("x-acs-content-sha256", V3Signature.sha256(NO_BODY));
    headers.put("x-acs-date", "2024-01-02T03:04:05Z");
    headers.put("x-acs-signature-nonce", "0123456789abcdef0123456789abcdef");
    headers.put("x-acs-version", "2016-01-20");

    String canonical = V3Signature.canonical("POST", query, headers, NO_BODY);
    assertThat(canonical)
        .contains(
            "EncryptionContext=%7B%22a%22%3A%22b%20c%22%7D&KeyId=alias%2Fdemo%20key%2A~"
                + "&Plaintext=aGVsbG8%3D");
    assertThat(V3Signature.sha256(canonical.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("f741fd204b99d6183355fc7973ba5d253e3fa2de472f76eddd65b0e90838435f");
    SecretBytes secret = SecretBytes.owning("testsecret".getBytes(StandardCharsets.UTF_8));
    assertThat(V3Signature.authorization("testid", secret, "POST", query, headers, NO_BODY))
        .isEqualTo(
            "ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host;x-acs-action;"
                + "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature="
                + "902aeeb7438a3d979ce0ce285de706cc4624c213e0b1dfea60860f2ef9ba046d");
  }
}
