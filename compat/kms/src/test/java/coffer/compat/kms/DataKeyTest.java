package coffer.compat.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import com.aliyun.kms20160120.Client;
import com.aliyun.kms20160120.models.DecryptRequest;
import com.aliyun.kms20160120.models.EncryptRequest;
import com.aliyun.kms20160120.models.GenerateDataKeyRequest;
import com.aliyun.kms20160120.models.GenerateDataKeyResponseBody;
import com.aliyun.kms20160120.models.GenerateDataKeyWithoutPlaintextRequest;
import com.aliyun.kms20160120.models.GenerateDataKeyWithoutPlaintextResponseBody;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(SharedServer.class)
class DataKeyTest {
  private static final Map<String, String> CONTEXT = Map.of("tenant", "a b+c", "x", "1&2=3");

  private final ServerHome home;
  private final Client sdk;
  private final String key;

  DataKeyTest(ServerHome home) throws Exception {
    this.home = home;
    this.sdk = Sdk.client(home, SignatureVersion.V3);
    this.key = Sdk.createKey(sdk, "Aliyun_AES_256").getKeyId();
  }

  @ParameterizedTest
  @EnumSource
  void aDataKeyDecryptsToTheTextThatWasTold(SignatureVersion version) throws Exception {
    Client client = Sdk.client(home, version);
    GenerateDataKeyResponseBody made =
        client
            .generateDataKey(
                new GenerateDataKeyRequest()
                    .setKeyId(key)
                    .setKeySpec("AES_128")
                    .setEncryptionContext(CONTEXT))
            .getBody();
    assertThat(Base64.getDecoder().decode(made.getPlaintext())).hasSize(16);
    assertThat(made.getKeyId()).isEqualTo(key);
    assertThat(made.getKeyVersionId()).isNotEmpty();
    assertThat(decrypt(made.getCiphertextBlob())).isEqualTo(made.getPlaintext());
  }

  @Test
  void aDataKeyIsMadeWithoutBeingTold() throws Exception {
    GenerateDataKeyWithoutPlaintextResponseBody made =
        sdk.generateDataKeyWithoutPlaintext(
                new GenerateDataKeyWithoutPlaintextRequest()
                    .setKeyId(key)
                    .setKeySpec("AES_128")
                    .setNumberOfBytes(1024)
                    .setEncryptionContext(CONTEXT))
            .getBody();
    assertThat(made.getKeyId()).isEqualTo(key);
    assertThat(Base64.getDecoder().decode(decrypt(made.getCiphertextBlob()))).hasSize(1024);
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    for (int bytes : new int[] {0, -1, 1025}) {
      Sdk.expectRefusal(
          400,
          "InvalidParameter",
          () ->
              sdk.generateDataKey(
                  new GenerateDataKeyRequest().setKeyId(key).setNumberOfBytes(bytes)));
    }
    Sdk.expectRefusal(
        400,
        "InvalidParameter",
        () -> sdk.generateDataKey(new GenerateDataKeyRequest().setKeyId(key).setKeySpec("AES")));
    Sdk.expectRefusal(
        404,
        "Forbidden.KeyNotFound",
        () -> sdk.generateDataKey(new GenerateDataKeyRequest().setKeyId("key-none")));
  }

  @Test
  void aRehearsalOnlyTells() throws Exception {
    Sdk.expectRefusal(
        400,
        "DryRunOperationError",
        () -> sdk.generateDataKey(new GenerateDataKeyRequest().setKeyId(key).setDryRun("true")));
    Sdk.expectRefusal(
        400,
        "DryRunOperationError",
        () ->
            sdk.generateDataKeyWithoutPlaintext(
                new GenerateDataKeyWithoutPlaintextRequest().setKeyId(key).setDryRun("true")));
    Sdk.expectRefusal(
        400,
        "DryRunOperationError",
        () ->
            sdk.encrypt(
                new EncryptRequest().setKeyId(key).setPlaintext("aGVsbG8=").setDryRun("true")));
    Sdk.expectRefusal(
        400,
        "ValidationError",
        () -> sdk.decrypt(new DecryptRequest().setCiphertextBlob("x").setDryRun("true")));
    Sdk.expectRefusal(
        400,
        "ValidationError",
        () ->
            sdk.encrypt(
                new EncryptRequest().setKeyId("key-none").setPlaintext("a").setDryRun("true")));
    assertThat(
            sdk.encrypt(
                    new EncryptRequest().setKeyId(key).setPlaintext("aGVsbG8=").setDryRun("false"))
                .getBody()
                .getCiphertextBlob())
        .isNotEmpty();
  }

  private String decrypt(String blob) throws Exception {
    return sdk.decrypt(new DecryptRequest().setCiphertextBlob(blob).setEncryptionContext(CONTEXT))
        .getBody()
        .getPlaintext();
  }
}
