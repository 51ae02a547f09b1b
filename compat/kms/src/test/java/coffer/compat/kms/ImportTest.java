package coffer.compat.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.Custodian;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import com.aliyun.kms20160120.Client;
import com.aliyun.kms20160120.models.CreateKeyRequest;
import com.aliyun.kms20160120.models.CreateKeyResponseBody.CreateKeyResponseBodyKeyMetadata;
import com.aliyun.kms20160120.models.DecryptRequest;
import com.aliyun.kms20160120.models.DecryptResponseBody;
import com.aliyun.kms20160120.models.DeleteKeyMaterialRequest;
import com.aliyun.kms20160120.models.DescribeKeyRequest;
import com.aliyun.kms20160120.models.DescribeKeyResponseBody.DescribeKeyResponseBodyKeyMetadata;
import com.aliyun.kms20160120.models.EncryptRequest;
import com.aliyun.kms20160120.models.GetParametersForImportRequest;
import com.aliyun.kms20160120.models.GetParametersForImportResponseBody;
import com.aliyun.kms20160120.models.ImportKeyMaterialRequest;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A customer brings key material by the official SDK, and wraps it by nothing but `javax.crypto`.
@ExtendWith(SharedServer.class)
class ImportTest {
  private static final String WORD = "aGVsbG8=";
  private static final String OAEP = "RSAES_OAEP_SHA_256";

  private final Client sdk;

  ImportTest(ServerHome home) throws Exception {
    this.sdk = Sdk.client(home, SignatureVersion.V3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSAES_PKCS1_V1_5", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"})
  void materialComesGoesAndComesBack(String algorithm) throws Exception {
    String key = external("Aliyun_AES_256");
    byte[] material = Custodian.newKey(32);
    assertThat(described(key).getKeyState()).isEqualTo("PendingImport");
    assertThat(described(key).getOrigin()).isEqualTo("EXTERNAL");
    imports(key, algorithm, material, 0);
    assertThat(described(key).getKeyState()).isEqualTo("Enabled");
    assertThat(described(key).getMaterialExpireTime()).isEmpty();
    String blob = encrypt(key);
    assertThat(decrypt(blob).getPlaintext()).isEqualTo(WORD);
    assertThat(decrypt(blob).getKeyId()).isEqualTo(key);
    sdk.deleteKeyMaterial(new DeleteKeyMaterialRequest().setKeyId(key));
    assertThat(described(key).getKeyState()).isEqualTo("PendingImport");
    Sdk.expectRefusal(409, "Rejected.PendingImport", () -> decrypt(blob));
    byte[] other = material.clone();
    other[31] ^= 1;
    Sdk.expectRefusal(400, "InvalidKeyMaterial", () -> imports(key, algorithm, other, 0));
    Sdk.expectRefusal(
        400, "InvalidKeyMaterial", () -> imports(key, algorithm, Arrays.copyOf(material, 31), 0));
    assertThat(described(key).getKeyState()).isEqualTo("PendingImport");
    imports(key, algorithm, material, 0);
    assertThat(decrypt(blob).getPlaintext()).isEqualTo(WORD);
  }

  /// The expiry job runs every second.
  @Test
  void materialThatEndsIsRemovedAndComesBack() throws Exception {
    String key = external("Aliyun_AES_128");
    byte[] material = Custodian.newKey(16);
    long end = Instant.now().getEpochSecond() + 3;
    imports(key, OAEP, material, end);
    assertThat(described(key).getMaterialExpireTime())
        .isEqualTo(Instant.ofEpochSecond(end).toString());
    String blob = encrypt(key);
    Instant patience = Instant.now().plus(Duration.ofSeconds(30));
    while (!described(key).getKeyState().equals("PendingImport")) {
      assertThat(Instant.now()).as("the material goes by itself").isBefore(patience);
      Thread.sleep(200);
    }
    Sdk.expectRefusal(409, "Rejected.PendingImport", () -> decrypt(blob));
    imports(key, OAEP, material, Instant.now().getEpochSecond() + 600);
    assertThat(decrypt(blob).getPlaintext()).isEqualTo(WORD);
  }

  @Test
  void aPrivateKeyComesUnderAKeyMadeForIt() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    String key = external("RSA_2048");
    imports(key, "RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD", pair.getPrivate().getEncoded(), 0);
    assertThat(described(key).getKeyState()).isEqualTo("Enabled");
    String another = external("EC_P256");
    Sdk.expectRefusal(
        400,
        "InvalidKeyMaterial",
        () ->
            imports(
                another,
                "RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD",
                pair.getPrivate().getEncoded(),
                0));
  }

  @Test
  void whatIsNotForThisKeyIsRefusedByName() throws Exception {
    String key = external("Aliyun_AES_256");
    String other = external("Aliyun_AES_256");
    GetParametersForImportResponseBody to = parameters(key, OAEP);
    String wrapped = Custodian.wrap(OAEP, to.getPublicKey(), Custodian.newKey(32));
    Duration life = Duration.between(Instant.now(), Instant.parse(to.getTokenExpireTime()));
    assertThat(life).isBetween(Duration.ofHours(23), Duration.ofHours(24));
    Sdk.expectRefusal(
        400, "InvalidImportToken", () -> imports(other, wrapped, to.getImportToken(), 0));
    Sdk.expectRefusal(400, "InvalidImportToken", () -> imports(key, wrapped, to.getPublicKey(), 0));
    Sdk.expectRefusal(
        400, "InvalidParameter", () -> imports(key, wrapped, to.getImportToken(), 1_000));
    byte[] damaged = Base64.getDecoder().decode(wrapped);
    damaged[77] ^= 4;
    Sdk.expectRefusal(
        400,
        "InvalidKeyMaterial",
        () -> imports(key, Base64.getEncoder().encodeToString(damaged), to.getImportToken(), 0));
    String own = Sdk.createKey(sdk, "Aliyun_AES_256").getKeyId();
    Sdk.expectRefusal(400, "Unsupported.Origin", () -> parameters(own, OAEP));
    Sdk.expectRefusal(400, "UnsupportedOperation", () -> parameters(key, "SM2PKE"));
    assertThat(described(key).getKeyState()).isEqualTo("PendingImport");
    imports(key, wrapped, to.getImportToken(), 0);
  }

  private String external(String spec) throws Exception {
    CreateKeyResponseBodyKeyMetadata made =
        sdk.createKey(new CreateKeyRequest().setKeySpec(spec).setOrigin("EXTERNAL"))
            .getBody()
            .getKeyMetadata();
    return made.getKeyId();
  }

  private DescribeKeyResponseBodyKeyMetadata described(String key) throws Exception {
    return sdk.describeKey(new DescribeKeyRequest().setKeyId(key)).getBody().getKeyMetadata();
  }

  private GetParametersForImportResponseBody parameters(String key, String algorithm)
      throws Exception {
    return sdk.getParametersForImport(
            new GetParametersForImportRequest()
                .setKeyId(key)
                .setWrappingKeySpec("RSA_2048")
                .setWrappingAlgorithm(algorithm))
        .getBody();
  }

  private void imports(String key, String algorithm, byte[] material, long end) throws Exception {
    GetParametersForImportResponseBody to = parameters(key, algorithm);
    imports(key, Custodian.wrap(algorithm, to.getPublicKey(), material), to.getImportToken(), end);
  }

  private void imports(String key, String wrapped, String token, long end) throws Exception {
    sdk.importKeyMaterial(
        new ImportKeyMaterialRequest()
            .setKeyId(key)
            .setEncryptedKeyMaterial(wrapped)
            .setImportToken(token)
            .setKeyMaterialExpireUnix(end));
  }

  private String encrypt(String key) throws Exception {
    return sdk.encrypt(new EncryptRequest().setKeyId(key).setPlaintext(WORD))
        .getBody()
        .getCiphertextBlob();
  }

  private DecryptResponseBody decrypt(String blob) throws Exception {
    return sdk.decrypt(new DecryptRequest().setCiphertextBlob(blob)).getBody();
  }
}
