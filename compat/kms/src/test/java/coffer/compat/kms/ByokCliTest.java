package coffer.compat.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.RootKey;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import coffer.compat.harness.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The journey as a custodian types it into aliyuncli, with a token of SoftHSM2.
@ExtendWith(SharedServer.class)
class ByokCliTest {
  private static final String WORD = "aGVsbG8=";
  private static final String USER = "custodian-1";

  private final ServerHome home;
  private final Path folder;

  ByokCliTest(ServerHome home) throws IOException {
    this.home = home;
    this.folder = Files.createTempDirectory(home.folder(), "byok-cli-");
  }

  @Test
  void theWholeJourney() throws IOException {
    try (Aliyuncli cli = Aliyuncli.start(home, folder)) {
      Aliyuncli.Person custodian = custodian(cli);
      String key =
          custodian.field(
              "KeyId",
              "kms",
              "CreateKey",
              "--Origin",
              "EXTERNAL",
              "--KeySpec",
              "Aliyun_AES_256",
              "--Description",
              "payroll");
      assertThat(state(custodian, key)).isEqualTo("PendingImport");
      bring(custodian, key);
      assertThat(state(custodian, key)).isEqualTo("Enabled");
      use(custodian, key);
      mayNotDoMore(custodian);
    }
  }

  /// A user, its policy and its access key, by RAM.
  private Aliyuncli.Person custodian(Aliyuncli cli) {
    RootKey owner = home.server().rootKey();
    Aliyuncli.Person root = cli.configured(folder.resolve("root"), owner.id(), owner.secret());
    assertThat(
            root.field("UserName", "ram", "CreateUser", "--UserName", USER, "--DisplayName", "Ann"))
        .isEqualTo(USER);
    root.field(
        "RequestId",
        "ram",
        "AttachPolicyToUser",
        "--PolicyType",
        "System",
        "--PolicyName",
        "AliyunKMSFullAccess",
        "--UserName",
        USER);
    String made = root.type("ram", "CreateAccessKey", "--UserName", USER);
    return cli.configured(
        folder.resolve("custodian"),
        Text.field(made, "AccessKeyId"),
        Text.field(made, "AccessKeySecret"));
  }

  private void bring(Aliyuncli.Person custodian, String key) throws IOException {
    String invitation =
        custodian.type(
            "kms",
            "GetParametersForImport",
            "--KeyId",
            key,
            "--WrappingKeySpec",
            "RSA_2048",
            "--WrappingAlgorithm",
            "RSAES_OAEP_SHA_1");
    Path wrapped = folder.resolve("wrapped.b64");
    Files.writeString(wrapped, wrappedInHsm(Text.field(invitation, "PublicKey")));
    Path token = folder.resolve("token.b64");
    Files.writeString(token, Text.field(invitation, "PublicKey"));
    assertThat(upload(custodian, key, wrapped, token)).contains("InvalidImportToken");
    Files.writeString(token, Text.field(invitation, "ImportToken"));
    assertThat(upload(custodian, key, wrapped, token)).contains("RequestId").doesNotContain("Code");
  }

  private static String upload(Aliyuncli.Person custodian, String key, Path wrapped, Path token) {
    return custodian.type(
        "kms",
        "ImportKeyMaterial",
        "--KeyId",
        key,
        "--EncryptedKeyMaterial",
        "file://" + wrapped,
        "--ImportToken",
        "file://" + token,
        "--KeyMaterialExpireUnix",
        "0");
  }

  private String wrappedInHsm(String publicKey) throws IOException {
    CustodianHsm hsm = CustodianHsm.softHsm(folder);
    Path wrapping = folder.resolve("pub.b64");
    Path wrapped = folder.resolve("wrapped.key");
    Files.writeString(wrapping, publicKey);
    hsm.run("hsm", "import-public-key", wrapping.toString(), "--label", "kms-wrap");
    hsm.run("hsm", "set-attribute", "kms-wrap", "wrap=true");
    hsm.run("hsm", "generate-key", "--type", "aes", "--bytes", "32", "--label", "payroll");
    hsm.run(
        "hsm",
        "wrap",
        "--with",
        "kms-wrap",
        "--key",
        "payroll",
        "--mechanism",
        "rsa-oaep",
        "--hash",
        "sha1",
        "--out",
        wrapped.toString());
    return Base64.getEncoder().encodeToString(Files.readAllBytes(wrapped));
  }

  private static void use(Aliyuncli.Person custodian, String key) {
    assertThat(Text.fields(custodian.type("kms", "ListKeys", "--PageSize", "100"), "KeyId"))
        .contains(key);
    String blob =
        custodian.field("CiphertextBlob", "kms", "Encrypt", "--KeyId", key, "--Plaintext", WORD);
    String opened = custodian.type("kms", "Decrypt", "--CiphertextBlob", blob);
    assertThat(Text.field(opened, "Plaintext")).isEqualTo(WORD);
    assertThat(Text.field(opened, "KeyId")).isEqualTo(key);
    assertThat(Text.field(opened, "RequestId")).isNotEmpty();
  }

  private static void mayNotDoMore(Aliyuncli.Person custodian) {
    String refusal = custodian.type("ram", "ListUsers");
    assertThat(Text.field(refusal, "Code")).isEqualTo("NoPermission");
    assertThat(refusal).contains("HTTP Status: 403");
  }

  private static String state(Aliyuncli.Person custodian, String key) {
    return custodian.field("KeyState", "kms", "DescribeKey", "--KeyId", key);
  }
}
