package coffer.compat.crash;

import coffer.compat.harness.ClientKeyFiles;
import coffer.compat.harness.ClusterKind;
import coffer.compat.harness.OpenApi;
import coffer.compat.harness.Proto;
import coffer.compat.harness.ServerHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Makes a golden data directory with one of everything that clients keep.
final class GoldenMaker {
  static final byte[] PLAINTEXT = utf8("thirty-two bytes, not one more..");
  static final byte[] AAD = utf8("golden aad");
  static final String CONTEXT = "{\"tenant\":\"golden\",\"b\":\"2\"}";
  static final String ODD_CONTEXT = "{\"a=b&c\":\"d&e=f\"}";

  private static final String PASSWORD = "Golden-Test-Password-1";
  private static final String BEFORE = "2026-01-01T00:00:00Z";
  private static final String FOR_EVER = "2099-12-31T00:00:00Z";

  private final Map<String, String> values = new LinkedHashMap<>();

  private GoldenMaker() {}

  static void make(Golden golden) throws Exception {
    GoldenMaker maker = new GoldenMaker();
    try (ServerHome home = ServerHome.make(ClusterKind.SOFTWARE)) {
      home.start();
      OpenApi api = home.server().openApi();
      ClientKeyFiles clientKey = clientKeyForEver(home, api);
      maker.keys(api);
      maker.openApi(api);
      maker.instance(new InstanceCalls(home.server(), clientKey));
      home.server().stop();
      golden.write(home.folder(), maker.values);
    }
  }

  private static ClientKeyFiles clientKeyForEver(ServerHome home, OpenApi api) throws IOException {
    ClientKeyFiles files = home.clientKey("golden");
    OpenApi.Answer made =
        api.call(
                "CreateClientKey",
                Map.of(
                    "AapName", "golden",
                    "Password", PASSWORD,
                    "NotBefore", BEFORE,
                    "NotAfter", FOR_EVER))
            .orFail();
    Files.writeString(
        files.key(),
        "{\"KeyId\":\"%s\",\"PrivateKeyData\":\"%s\"}"
            .formatted(made.field("ClientKeyId"), made.field("PrivateKeyData")));
    Files.writeString(files.password(), PASSWORD);
    return ClientKeyFiles.in(files.key().getParent());
  }

  private void keys(OpenApi api) throws IOException {
    values.put("aes.key", api.createKey("Aliyun_AES_256"));
    values.put("ec.key", api.createKey("EC_P256"));
    Map<String, String> rsa =
        Map.of(
            "KeySpec", "RSA_2048",
            "KeyUsage", "ENCRYPT/DECRYPT",
            "SecondaryKeyUsage", "SIGN/VERIFY");
    values.put("rsa.key", api.call("CreateKey", rsa).orFail().field("KeyId"));
  }

  private void openApi(OpenApi api) throws IOException {
    String key = key("aes.key");
    String text = Base64.getEncoder().encodeToString(PLAINTEXT);
    values.put("openapi.blob", sealed(api, Map.of("KeyId", key, "Plaintext", text)));
    values.put(
        "openapi.context.blob",
        sealed(api, Map.of("KeyId", key, "Plaintext", text, "EncryptionContext", CONTEXT)));
    values.put(
        "openapi.odd-context.blob",
        sealed(api, Map.of("KeyId", key, "Plaintext", text, "EncryptionContext", ODD_CONTEXT)));
  }

  private static String sealed(OpenApi api, Map<String, String> parameters) throws IOException {
    return api.call("Encrypt", parameters).orFail().field("CiphertextBlob");
  }

  private void instance(InstanceCalls calls) throws IOException {
    String aes = key("aes.key");
    encrypt(calls, "gcm", new Proto().text(1, aes).bytes(2, PLAINTEXT));
    encrypt(calls, "gcm.aad", new Proto().text(1, aes).bytes(2, PLAINTEXT).bytes(4, AAD));
    for (String mode : new String[] {"CBC", "ECB"}) {
      encrypt(
          calls,
          mode.toLowerCase(Locale.ROOT),
          new Proto().text(1, aes).bytes(2, PLAINTEXT).text(3, "AES_" + mode));
    }
    encrypt(calls, "oaep", new Proto().text(1, key("rsa.key")).bytes(2, PLAINTEXT));
    Map<Integer, byte[]> advance =
        calls.call("AdvanceEncrypt", new Proto().text(1, aes).bytes(2, PLAINTEXT).bytes(4, AAD));
    put("advance.aad.blob", advance.get(2));
    Map<Integer, byte[]> dataKey =
        calls.call("GenerateDataKey", new Proto().text(1, aes).number(3, 32));
    put("data-key.iv", dataKey.get(2));
    put("data-key.plaintext", dataKey.get(3));
    put("data-key.blob", dataKey.get(4));
    sign(calls, "pss", "rsa.key", "RSA_PSS_SHA_256");
    sign(calls, "pkcs1", "rsa.key", "RSA_PKCS1_SHA_256");
    sign(calls, "ecdsa", "ec.key", "ECDSA_SHA_256");
    for (String name : new String[] {"rsa", "ec"}) {
      put(
          name + ".public",
          calls.call("GetPublicKey", new Proto().text(1, key(name + ".key"))).get(2));
    }
  }

  private void encrypt(InstanceCalls calls, String name, Proto request) throws IOException {
    Map<Integer, byte[]> answer = calls.call("Encrypt", request);
    put(name + ".blob", answer.get(2));
    put(name + ".iv", answer.getOrDefault(3, new byte[0]));
  }

  private void sign(InstanceCalls calls, String name, String key, String algorithm)
      throws IOException {
    Proto request = new Proto().text(1, key(key)).text(3, algorithm).bytes(4, PLAINTEXT);
    put(name + ".signature", calls.call("Sign", request).get(2));
  }

  private String key(String name) {
    return String.valueOf(values.get(name));
  }

  private void put(String name, byte[] value) {
    values.put(name, Base64.getEncoder().encodeToString(value));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
