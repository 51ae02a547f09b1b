package coffer.compat.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.Command;
import coffer.compat.harness.Custodian;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import coffer.compat.harness.Text;
import com.aliyun.kms20160120.Client;
import com.aliyun.kms20160120.models.CreateKeyRequest;
import com.aliyun.kms20160120.models.DecryptRequest;
import com.aliyun.kms20160120.models.DescribeKeyRequest;
import com.aliyun.kms20160120.models.EncryptRequest;
import com.aliyun.kms20160120.models.GetParametersForImportRequest;
import com.aliyun.kms20160120.models.GetParametersForImportResponseBody;
import com.aliyun.kms20160120.models.ImportKeyMaterialRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A key that is born in the custodian's HSM and used in the service's, every way there is.
@ExtendWith(SharedServer.class)
class ByokTest {
  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final String WORD = "aGVsbG8=";

  private final ServerHome home;
  private final Path folder;
  private final Client sdk;

  ByokTest(ServerHome home) throws Exception {
    this.home = home;
    this.folder = Files.createTempDirectory(home.folder(), "byok-");
    this.sdk = Sdk.client(home, SignatureVersion.V3);
  }

  @Test
  void byOurToolsFromSoftHsm() throws Exception {
    CustodianHsm hsm = CustodianHsm.softHsm(folder);
    String key = externalKey();
    String out = byok(hsm, key);
    assertThat(out)
        .contains("lacks OAEP with SHA-256")
        .contains("[6/6]")
        .contains("RSAES_OAEP_SHA_1");
    requireUsable(key);
    requireGenuine(key);
    assertThat(byokAgain(hsm, key).output()).contains("This ceremony is over");
  }

  @Test
  void byOurToolsFromNssUnderSha256() throws Exception {
    CustodianHsm hsm = CustodianHsm.nss(folder);
    String key = externalKey();
    String out = byok(hsm, key);
    assertThat(out).contains("RSAES_OAEP_SHA_256").doesNotContain("lacks OAEP");
    requireUsable(key);
    requireGenuine(key);
  }

  /// The API by the official SDK, the wrapping by openssl, as the guide tells.
  @Test
  void byHandWithOpenssl() throws Exception {
    for (String algorithm : List.of("RSAES_OAEP_SHA_256", "RSAES_OAEP_SHA_1", "RSAES_PKCS1_V1_5")) {
      String key = externalKey();
      GetParametersForImportResponseBody invitation = invitation(key, algorithm);
      Path work = Files.createTempDirectory(folder, "openssl-");
      Files.writeString(work.resolve("pub.b64"), invitation.getPublicKey());
      String hash = algorithm.endsWith("256") ? "sha256" : "sha1";
      String padding =
          algorithm.equals("RSAES_PKCS1_V1_5")
              ? "-pkeyopt rsa_padding_mode:pkcs1"
              : "-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:"
                  + hash
                  + " -pkeyopt rsa_mgf1_md:"
                  + hash;
      shell(
          work,
          """
          ( echo '-----BEGIN PUBLIC KEY-----'; fold -w 64 pub.b64; echo; echo '-----END PUBLIC KEY-----' ) > pub.pem
          openssl rand 32 > material.bin
          openssl pkeyutl -encrypt -pubin -inkey pub.pem -in material.bin -out wrapped.key %s
          openssl enc -e -base64 -A -in wrapped.key -out wrapped.b64
          """
              .formatted(padding));
      imports(key, Files.readString(work.resolve("wrapped.b64")), invitation);
      requireUsable(key);
    }
  }

  /// The application is a user of its own, in another language.
  @Test
  void whatTheJavaSdkImportedThePythonSdkUses() throws Exception {
    String key = externalKey();
    GetParametersForImportResponseBody invitation = invitation(key, "RSAES_OAEP_SHA_256");
    imports(
        key,
        Custodian.wrap("RSAES_OAEP_SHA_256", invitation.getPublicKey(), Custodian.newKey(32)),
        invitation);
    String blob = encrypted(key);
    RamUser application =
        RamUser.make(home, "byok-application", "AliyunKMSCryptoUserAccess", folder);
    assertThat(new PythonSdk(home, application).decrypt(blob)).isEqualTo(WORD);
  }

  private String externalKey() throws Exception {
    String key =
        sdk.createKey(new CreateKeyRequest().setKeySpec("Aliyun_AES_256").setOrigin("EXTERNAL"))
            .getBody()
            .getKeyMetadata()
            .getKeyId();
    assertThat(state(key)).isEqualTo("PendingImport");
    return key;
  }

  private GetParametersForImportResponseBody invitation(String key, String algorithm)
      throws Exception {
    return sdk.getParametersForImport(
            new GetParametersForImportRequest()
                .setKeyId(key)
                .setWrappingKeySpec("RSA_2048")
                .setWrappingAlgorithm(algorithm))
        .getBody();
  }

  private void imports(String key, String wrapped, GetParametersForImportResponseBody invitation)
      throws Exception {
    sdk.importKeyMaterial(
        new ImportKeyMaterialRequest()
            .setKeyId(key)
            .setEncryptedKeyMaterial(wrapped)
            .setImportToken(invitation.getImportToken())
            .setKeyMaterialExpireUnix(0L));
  }

  private void requireUsable(String key) throws Exception {
    assertThat(state(key)).isEqualTo("Enabled");
    assertThat(
            sdk.decrypt(new DecryptRequest().setCiphertextBlob(encrypted(key)))
                .getBody()
                .getPlaintext())
        .isEqualTo(WORD);
  }

  private String encrypted(String key) throws Exception {
    return sdk.encrypt(new EncryptRequest().setKeyId(key).setPlaintext(WORD))
        .getBody()
        .getCiphertextBlob();
  }

  private void requireGenuine(String key) {
    Path receipt = folder.resolve(key).resolve("receipt.json");
    String checked =
        Command.coffer(
                Map.of(),
                List.of(
                    "byok", "verify", receipt.toString(), "--ca", home.server().ca().toString()))
            .orFail("byok verify")
            .output();
    assertThat(checked).contains("The receipt is genuine.");
    assertThat(Text.field(checked, "MaterialFingerprint")).hasSize(64);
    assertThat(Text.field(checked, "AuditHash")).hasSize(64);
    assertThat(Text.fields(checked, "KeyId")).containsOnly(key);
    assertThat(checked).contains("\"ALWAYS_SENSITIVE\" : true");
  }

  private String byok(CustodianHsm hsm, String key) {
    return hsm.run(byokWords(key));
  }

  private Command byokAgain(CustodianHsm hsm, String key) {
    List<String> words = new ArrayList<>(List.of(byokWords(key)));
    words.addAll(hsm.module());
    return Command.coffer(hsm.environment(), words);
  }

  private String[] byokWords(String key) {
    return new String[] {
      "byok",
      "--data",
      home.data().toString(),
      "--key-id",
      key,
      "--out",
      folder.resolve(key).toString()
    };
  }

  private String state(String key) throws Exception {
    return sdk.describeKey(new DescribeKeyRequest().setKeyId(key))
        .getBody()
        .getKeyMetadata()
        .getKeyState();
  }

  private static void shell(Path folder, String script) {
    Command.run(folder, Map.of(), DEADLINE, List.of("bash", "-euc", script)).orFail("openssl");
  }
}
