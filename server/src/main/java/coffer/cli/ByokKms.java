package coffer.cli;

import coffer.operations.Api;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The service's side of a ceremony.
final class ByokKms {
  /// A key that waits for material.
  ///
  /// @param bits of the AES key that it takes
  record Expecting(String keyId, int bits) {}

  /// What a wrapping key comes with.
  record Invitation(byte[] publicKey, String token, Instant ends) {}

  private final OpenApi api;

  ByokKms(OpenApi api) {
    this.api = api;
  }

  /// Throws unless it is an external AES key.
  Expecting expecting(String key) {
    JsonNode found = call("DescribeKey", Map.of("KeyId", key)).path("KeyMetadata");
    String id = Json.text(found, "KeyId");
    if (!Json.text(found, "Origin").equals("EXTERNAL")) {
      throw new Trouble("Key " + id + " makes its own material; create one with --origin EXTERNAL");
    }
    String spec = Json.text(found, "KeySpec");
    int bits =
        switch (spec) {
          case "Aliyun_AES_128" -> 128;
          case "Aliyun_AES_192" -> 192;
          case "Aliyun_AES_256" -> 256;
          default ->
              throw new Trouble(
                  "Key " + id + " is " + spec + "; this command brings AES keys (docs/byok.md)");
        };
    return new Expecting(id, bits);
  }

  Invitation invite(String keyId, ByokAlgorithm algorithm) {
    JsonNode answer =
        call(
            "GetParametersForImport",
            Map.of(
                "KeyId",
                keyId,
                "WrappingKeySpec",
                "RSA_2048",
                "WrappingAlgorithm",
                algorithm.wireName()));
    return new Invitation(
        Base64.getDecoder().decode(Json.text(answer, "PublicKey")),
        Json.text(answer, "ImportToken"),
        Instant.parse(Json.text(answer, "TokenExpireTime")));
  }

  /// @param expires when the service forgets the material; empty is never
  void give(String keyId, byte[] wrapped, String token, Optional<Instant> expires) {
    call(
        "ImportKeyMaterial",
        Map.of(
            "KeyId",
            keyId,
            "EncryptedKeyMaterial",
            Base64.getEncoder().encodeToString(wrapped),
            "ImportToken",
            token,
            "KeyMaterialExpireUnix",
            String.valueOf(expires.map(Instant::getEpochSecond).orElse(0L))));
  }

  /// What the service states of the import, signed.
  JsonNode receipt(String keyId, String custodianHash) {
    return call(
        "GetImportReceipt", Map.of("KeyId", keyId, "CustodianStatementSha256", custodianHash));
  }

  private JsonNode call(String action, Map<String, String> parameters) {
    Map<String, Value> values = new LinkedHashMap<>();
    parameters.forEach((name, value) -> values.put(name, Value.of(value)));
    return api.call(Api.KMS, action, values);
  }
}
