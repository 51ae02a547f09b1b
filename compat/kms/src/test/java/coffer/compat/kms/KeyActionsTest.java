package coffer.compat.kms;

import static coffer.compat.kms.Sdk.expectRefusal;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import com.aliyun.kms20160120.Client;
import com.aliyun.kms20160120.models.AsymmetricDecryptRequest;
import com.aliyun.kms20160120.models.AsymmetricEncryptRequest;
import com.aliyun.kms20160120.models.AsymmetricSignRequest;
import com.aliyun.kms20160120.models.AsymmetricVerifyRequest;
import com.aliyun.kms20160120.models.CreateKeyRequest;
import com.aliyun.kms20160120.models.CreateKeyVersionRequest;
import com.aliyun.kms20160120.models.DecryptRequest;
import com.aliyun.kms20160120.models.DescribeKeyRequest;
import com.aliyun.kms20160120.models.DescribeKeyResponseBody.DescribeKeyResponseBodyKeyMetadata;
import com.aliyun.kms20160120.models.DescribeKeyVersionRequest;
import com.aliyun.kms20160120.models.EncryptRequest;
import com.aliyun.kms20160120.models.ExportDataKeyRequest;
import com.aliyun.kms20160120.models.GenerateAndExportDataKeyRequest;
import com.aliyun.kms20160120.models.GetPublicKeyRequest;
import com.aliyun.kms20160120.models.ListKeyVersionsRequest;
import com.aliyun.kms20160120.models.ListKeysRequest;
import com.aliyun.kms20160120.models.ListResourceTagsRequest;
import com.aliyun.kms20160120.models.ListTagResourcesRequest;
import com.aliyun.kms20160120.models.ReEncryptRequest;
import com.aliyun.kms20160120.models.TagResourceRequest;
import com.aliyun.kms20160120.models.TagResourcesRequest;
import com.aliyun.kms20160120.models.TagResourcesRequest.TagResourcesRequestTag;
import com.aliyun.kms20160120.models.UntagResourceRequest;
import com.aliyun.kms20160120.models.UntagResourcesRequest;
import com.aliyun.kms20160120.models.UpdateRotationPolicyRequest;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.MGF1ParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Versions, rotation, tags, filters and the rest of the cryptography, under every signature.
@ExtendWith(SharedServer.class)
class KeyActionsTest {
  private static final byte[] MESSAGE = "attack at dawn".getBytes(StandardCharsets.UTF_8);
  private static final Map<String, String> CONTEXT = Map.of("tenant", "a b+c");

  private final ServerHome home;

  KeyActionsTest(ServerHome home) {
    this.home = home;
  }

  @ParameterizedTest
  @EnumSource
  void aKeyHasVersionsAndRotates(SignatureVersion version) throws Exception {
    Client sdk = Sdk.client(home, version);
    String ec = Sdk.createKey(sdk, "EC_P256").getKeyId();
    expectRefusal(
        400,
        "Rejected.LimitExceeded",
        () -> sdk.createKeyVersion(new CreateKeyVersionRequest().setKeyId(ec)));
    var listed =
        sdk.listKeyVersions(new ListKeyVersionsRequest().setKeyId(ec).setPageSize(5)).getBody();
    assertThat(listed.getTotalCount()).isOne();
    String only = listed.getKeyVersions().getKeyVersion().getFirst().getKeyVersionId();
    assertThat(
            sdk.describeKeyVersion(
                    new DescribeKeyVersionRequest().setKeyId(ec).setKeyVersionId(only))
                .getBody()
                .getKeyVersion()
                .getKeyId())
        .isEqualTo(ec);
    String aes =
        sdk.createKey(
                new CreateKeyRequest().setEnableAutomaticRotation(true).setRotationInterval("30d"))
            .getBody()
            .getKeyMetadata()
            .getKeyId();
    assertThat(describe(sdk, aes).getAutomaticRotation()).isEqualTo("Enabled");
    assertThat(describe(sdk, aes).getRotationInterval()).isEqualTo("2592000s");
    assertThat(describe(sdk, aes).getNextRotationDate()).isNotEmpty();
    UpdateRotationPolicyRequest off =
        new UpdateRotationPolicyRequest().setKeyId(aes).setEnableAutomaticRotation(false);
    sdk.updateRotationPolicy(off);
    assertThat(describe(sdk, aes).getAutomaticRotation()).isEqualTo("Disabled");
    expectRefusal(
        400, "Rejected.UnsupportedOperation", () -> sdk.updateRotationPolicy(off.setKeyId(ec)));
  }

  @ParameterizedTest
  @EnumSource
  void keysAreTaggedAndFound(SignatureVersion version) throws Exception {
    Client sdk = Sdk.client(home, version);
    String one = Sdk.createKey(sdk, "Aliyun_AES_256").getKeyId();
    String other = Sdk.createKey(sdk, "Aliyun_AES_256").getKeyId();
    sdk.tagResource(
        new TagResourceRequest()
            .setKeyId(one)
            .setTags("[{\"TagKey\":\"env\",\"TagValue\":\"test\"}]"));
    String value = "run-" + one;
    sdk.tagResources(
        new TagResourcesRequest()
            .setRegionId("cn-hangzhou")
            .setResourceType("key")
            .setResourceId(List.of(one, other))
            .setTag(List.of(new TagResourcesRequestTag().setKey("run").setValue(value))));
    assertThat(
            sdk.listResourceTags(new ListResourceTagsRequest().setKeyId(one))
                .getBody()
                .getTags()
                .getTag())
        .hasSize(2);
    ListTagResourcesRequest both =
        new ListTagResourcesRequest()
            .setRegionId("cn-hangzhou")
            .setResourceType("key")
            .setResourceId(List.of(one, other));
    assertThat(sdk.listTagResources(both).getBody().getTagResources().getTagResource()).hasSize(3);
    String filters =
        "[{\"Key\":\"TagValue\",\"Values\":[\"%s\"]},{\"Key\":\"KeyState\",\"Values\":[\"Enabled\"]}]"
            .formatted(value);
    assertThat(sdk.listKeys(new ListKeysRequest().setFilters(filters)).getBody().getTotalCount())
        .isEqualTo(2);
    sdk.untagResource(new UntagResourceRequest().setKeyId(one).setTagKeys("[\"env\"]"));
    sdk.untagResources(
        new UntagResourcesRequest()
            .setRegionId("cn-hangzhou")
            .setResourceType("key")
            .setResourceId(List.of(one, other))
            .setAll(true));
    var left = sdk.listTagResources(both).getBody();
    assertThat(left.getTagResources().getTagResource()).isEmpty();
    assertThat(left.getNextToken()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void asymmetricKeysEncryptAndSign(SignatureVersion version) throws Exception {
    Client sdk = Sdk.client(home, version);
    String rsa =
        sdk.createKey(new CreateKeyRequest().setKeySpec("RSA_2048").setKeyUsage("ENCRYPT/DECRYPT"))
            .getBody()
            .getKeyMetadata()
            .getKeyId();
    String text = base64(MESSAGE);
    var sealed =
        sdk.asymmetricEncrypt(
                new AsymmetricEncryptRequest()
                    .setKeyId(rsa)
                    .setAlgorithm("RSAES_OAEP_SHA_256")
                    .setPlaintext(text))
            .getBody();
    assertThat(
            sdk.asymmetricDecrypt(
                    new AsymmetricDecryptRequest()
                        .setKeyId(rsa)
                        .setKeyVersionId(sealed.getKeyVersionId())
                        .setAlgorithm("RSAES_OAEP_SHA_256")
                        .setCiphertextBlob(sealed.getCiphertextBlob()))
                .getBody()
                .getPlaintext())
        .isEqualTo(text);
    String ec = Sdk.createKey(sdk, "EC_P256").getKeyId();
    var key = sdk.getPublicKey(new GetPublicKeyRequest().setKeyId(ec)).getBody();
    assertThat(key.getPublicKey()).startsWith("-----BEGIN PUBLIC KEY-----\n").endsWith("-----\n");
    String digest = base64(MessageDigest.getInstance("SHA-256").digest(MESSAGE));
    String signature =
        sdk.asymmetricSign(
                new AsymmetricSignRequest()
                    .setKeyId(ec)
                    .setKeyVersionId(key.getKeyVersionId())
                    .setAlgorithm("ECDSA_SHA_256")
                    .setDigest(digest))
            .getBody()
            .getValue();
    AsymmetricVerifyRequest verify =
        new AsymmetricVerifyRequest()
            .setKeyId(ec)
            .setKeyVersionId(key.getKeyVersionId())
            .setAlgorithm("ECDSA_SHA_256")
            .setDigest(digest)
            .setValue(signature);
    assertThat(sdk.asymmetricVerify(verify).getBody().getValue()).isTrue();
    verify.setDigest(base64(new byte[32]));
    assertThat(sdk.asymmetricVerify(verify).getBody().getValue()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void ciphertextsMoveAndDataKeysLeave(SignatureVersion version) throws Exception {
    Client sdk = Sdk.client(home, version);
    String source = Sdk.createKey(sdk, "Aliyun_AES_256").getKeyId();
    String target = Sdk.createKey(sdk, "Aliyun_AES_256").getKeyId();
    String blob =
        sdk.encrypt(
                new EncryptRequest()
                    .setKeyId(source)
                    .setPlaintext("AAECAw==")
                    .setEncryptionContext(CONTEXT))
            .getBody()
            .getCiphertextBlob();
    ReEncryptRequest move =
        new ReEncryptRequest()
            .setCiphertextBlob(blob)
            .setSourceEncryptionContext(CONTEXT)
            .setDestinationKeyId(target);
    var moved = sdk.reEncrypt(move).getBody();
    assertThat(moved.getKeyId()).isEqualTo(source);
    var opened =
        sdk.decrypt(new DecryptRequest().setCiphertextBlob(moved.getCiphertextBlob())).getBody();
    assertThat(opened.getPlaintext()).isEqualTo("AAECAw==");
    assertThat(opened.getKeyId()).isEqualTo(target);
    expectRefusal(400, "DryRunOperationError", () -> sdk.reEncrypt(move.setDryRun("true")));
    KeyPair pair = pair();
    String exported =
        sdk.exportDataKey(
                new ExportDataKeyRequest()
                    .setCiphertextBlob(blob)
                    .setEncryptionContext(CONTEXT)
                    .setPublicKeyBlob(base64(pair.getPublic().getEncoded()))
                    .setWrappingKeySpec("RSA_2048")
                    .setWrappingAlgorithm("RSAES_OAEP_SHA_256"))
            .getBody()
            .getExportedDataKey();
    assertThat(unwrap(pair, exported)).containsExactly(0, 1, 2, 3);
    var made =
        sdk.generateAndExportDataKey(
                new GenerateAndExportDataKeyRequest()
                    .setKeyId(source)
                    .setNumberOfBytes(24)
                    .setPublicKeyBlob(base64(pair.getPublic().getEncoded()))
                    .setWrappingKeySpec("RSA_2048")
                    .setWrappingAlgorithm("RSAES_OAEP_SHA_256"))
            .getBody();
    assertThat(
            sdk.decrypt(new DecryptRequest().setCiphertextBlob(made.getCiphertextBlob()))
                .getBody()
                .getPlaintext())
        .isEqualTo(base64(unwrap(pair, made.getExportedDataKey())));
  }

  private static DescribeKeyResponseBodyKeyMetadata describe(Client sdk, String key)
      throws Exception {
    return sdk.describeKey(new DescribeKeyRequest().setKeyId(key)).getBody().getKeyMetadata();
  }

  private static KeyPair pair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static byte[] unwrap(KeyPair pair, String wrapped) throws Exception {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        pair.getPrivate(),
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
    return cipher.doFinal(Base64.getDecoder().decode(wrapped));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
