package coffer.compat.clients;

import coffer.compat.harness.Custodian;
import coffer.compat.harness.RootKey;
import coffer.compat.harness.ServerHome;
import com.aliyun.kms20160120.Client;
import com.aliyun.kms20160120.models.CreateKeyRequest;
import com.aliyun.kms20160120.models.GetParametersForImportRequest;
import com.aliyun.kms20160120.models.GetParametersForImportResponseBody;
import com.aliyun.kms20160120.models.ImportKeyMaterialRequest;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teaopenapi.models.OpenApiRequest;
import com.aliyun.teaopenapi.models.Params;
import com.aliyun.teautil.models.RuntimeOptions;
import java.nio.file.Files;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/// Brings keys into the service by the official SDK, kms20160120 1.2.3, each once.
final class KeyImporter {
  private static final String OF_SECRETS = "RSAES_OAEP_SHA_256";
  private static final String OF_PRIVATE_KEYS = "RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD";

  private final Client sdk;
  private final Map<String, String> known = new HashMap<>();

  KeyImporter(ServerHome home) throws Exception {
    RootKey root = home.server().rootKey();
    this.sdk =
        new Client(
            new Config()
                .setAccessKeyId(root.id())
                .setAccessKeySecret(root.secret())
                .setEndpoint(home.server().hostAndPort())
                .setProtocol("https")
                .setRegionId("cn-hangzhou")
                .setCa(Files.readString(home.server().ca())));
  }

  /// @param material the secret, or of an RSA key PKCS #8
  /// @return the key's id
  String key(String spec, byte[] material) throws Exception {
    String name = spec + HexFormat.of().formatHex(material);
    String found = known.get(name);
    if (found == null) {
      found = imported(spec, material);
      known.put(name, found);
    }
    return found;
  }

  private String imported(String spec, byte[] material) throws Exception {
    CreateKeyRequest wanted = new CreateKeyRequest().setKeySpec(spec).setOrigin("EXTERNAL");
    if (spec.startsWith("RSA_")) {
      wanted.setKeyUsage("ENCRYPT/DECRYPT");
    }
    String key = sdk.createKey(wanted).getBody().getKeyMetadata().getKeyId();
    String algorithm = spec.startsWith("RSA_") ? OF_PRIVATE_KEYS : OF_SECRETS;
    GetParametersForImportResponseBody to =
        sdk.getParametersForImport(
                new GetParametersForImportRequest()
                    .setKeyId(key)
                    .setWrappingKeySpec("RSA_2048")
                    .setWrappingAlgorithm(algorithm))
            .getBody();
    sdk.importKeyMaterial(
        new ImportKeyMaterialRequest()
            .setKeyId(key)
            .setEncryptedKeyMaterial(Custodian.wrap(algorithm, to.getPublicKey(), material))
            .setImportToken(to.getImportToken())
            .setKeyMaterialExpireUnix(0L));
    return key;
  }

  /// VerifyMac, which this version of the SDK knows only by the call that takes any action.
  boolean verifies(String key, String algorithm, byte[] message, byte[] mac) throws Exception {
    Params action =
        new Params()
            .setAction("VerifyMac")
            .setVersion("2016-01-20")
            .setProtocol("HTTPS")
            .setPathname("/")
            .setMethod("POST")
            .setAuthType("AK")
            .setStyle("RPC")
            .setReqBodyType("formData")
            .setBodyType("json");
    OpenApiRequest request =
        new OpenApiRequest()
            .setQuery(
                Map.of(
                    "KeyId",
                    key,
                    "Algorithm",
                    algorithm,
                    "Message",
                    Base64.getEncoder().encodeToString(message),
                    "Mac",
                    Base64.getEncoder().encodeToString(mac)));
    Map<String, ?> answer = sdk.callApi(action, request, new RuntimeOptions());
    return answer.get("body") instanceof Map<?, ?> body
        && body.get("Value") instanceof Boolean right
        && right;
  }
}
