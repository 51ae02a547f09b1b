package coffer.cli;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Step 4 of the demo: what an application does, through the official SDK.
final class DemoSdk {
  private static final String MESSAGE = "The quick brown fox jumps over the lazy dog";

  private final SdkClient sdk;
  private final Narration narration;

  DemoSdk(SdkClient sdk, Narration narration) {
    this.sdk = sdk;
    this.narration = narration;
  }

  void encryptAndDecrypt(SdkClient.Application application, String key) {
    JsonNode sealed = encrypt(application, key);
    Map<String, String> decrypt = new LinkedHashMap<>();
    for (String field : new String[] {"keyId", "ciphertextBlob", "iv", "algorithm"}) {
      decrypt.put(field, Json.text(sealed, field));
    }
    JsonNode opened = sdk.call(application, "decrypt", decrypt);
    expect(Json.text(opened, "plaintext").equals(base64(MESSAGE)), "decrypt gave something else");
    int bytes = Base64.getDecoder().decode(Json.text(sealed, "ciphertextBlob")).length;
    narration.ok(
        "encrypt, decrypt  "
            + Json.text(sealed, "algorithm")
            + ", "
            + bytes
            + " bytes of ciphertext, the plaintext came back");
  }

  void signAndVerify(SdkClient.Application application, String spec, String key) {
    JsonNode signed =
        sdk.call(application, "sign", Map.of("keyId", key, "message", base64(MESSAGE)));
    String signature = Json.text(signed, "signature");
    String algorithm = Json.text(signed, "algorithm");
    expect(
        verify(application, key, MESSAGE, signature, algorithm), "a good signature did not verify");
    expect(
        !verify(application, key, MESSAGE + ".", signature, algorithm),
        "a signature verified for another message");
    narration.ok("sign, verify      " + spec + " " + algorithm + "; another message is told apart");
  }

  /// The refusal that must come.
  void expectRefusal(
      SdkClient.Application application, String key, String what, int status, String code) {
    try {
      encrypt(application, key);
    } catch (Refused e) {
      expect(
          e.status() == status && e.code().equals(code),
          what + ": refused otherwise than documented, " + e.status() + " " + e.line());
      narration.ok(what + ": " + status + " " + code);
      return;
    }
    throw new Trouble(what + ": was not refused");
  }

  private JsonNode encrypt(SdkClient.Application application, String key) {
    return sdk.call(application, "encrypt", Map.of("keyId", key, "plaintext", base64(MESSAGE)));
  }

  private boolean verify(
      SdkClient.Application application,
      String key,
      String message,
      String signature,
      String algorithm) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("keyId", key);
    fields.put("message", base64(message));
    fields.put("signature", signature);
    fields.put("algorithm", algorithm);
    return sdk.call(application, "verify", fields).path("value").asBoolean(false);
  }

  private static void expect(boolean held, String otherwise) {
    if (!held) {
      throw new Trouble(otherwise);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
