package coffer.compat.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import com.aliyun.kms20160120.Client;
import com.aliyun.kms20160120.models.CreateKeyRequest;
import com.aliyun.kms20160120.models.CreateKeyResponseBody.CreateKeyResponseBodyKeyMetadata;
import com.aliyun.kms20160120.models.DescribeKeyRequest;
import com.aliyun.kms20160120.models.DescribeKeyResponseBody.DescribeKeyResponseBodyKeyMetadata;
import com.aliyun.kms20160120.models.ListKeysRequest;
import com.aliyun.kms20160120.models.ListKeysResponseBody;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedServer.class)
class KeysTest {
  private final ServerHome home;
  private final Client sdk;

  KeysTest(ServerHome home) throws Exception {
    this.home = home;
    this.sdk = Sdk.client(home, SignatureVersion.V3);
  }

  @ParameterizedTest
  @CsvSource({
    "Aliyun_AES_256, ENCRYPT/DECRYPT",
    "RSA_2048, ENCRYPT/DECRYPT",
    "RSA_2048, SIGN/VERIFY",
    "EC_P256, SIGN/VERIFY"
  })
  void aKeyIsDescribedAsItWasCreated(String spec, String usage) throws Exception {
    CreateKeyResponseBodyKeyMetadata made =
        sdk.createKey(
                new CreateKeyRequest()
                    .setKeySpec(spec)
                    .setKeyUsage(usage)
                    .setDescription("Schlüssel für „Müller“ & <Söhne>, \"100 %\"")
                    .setProtectionLevel("HSM")
                    .setOrigin("Aliyun_KMS"))
            .getBody()
            .getKeyMetadata();
    DescribeKeyResponseBodyKeyMetadata key =
        sdk.describeKey(new DescribeKeyRequest().setKeyId(made.getKeyId()))
            .getBody()
            .getKeyMetadata();
    assertThat(key.getKeyId()).isEqualTo(made.getKeyId()).matches("key-[0-9a-z]{20}");
    assertThat(key.getKeySpec()).isEqualTo(spec);
    assertThat(key.getKeyUsage()).isEqualTo(usage);
    assertThat(key.getKeyState()).isEqualTo("Enabled");
    assertThat(key.getOrigin()).isEqualTo("Aliyun_KMS");
    assertThat(key.getProtectionLevel()).isEqualTo("SOFTWARE");
    assertThat(key.getDescription()).isEqualTo("Schlüssel für „Müller“ & <Söhne>, \"100 %\"");
    assertThat(key.getDKMSInstanceId()).isEqualTo(home.server().instance());
    assertThat(key.getArn()).endsWith(":key/" + made.getKeyId());
    assertThat(key.getCreationDate()).isEqualTo(made.getCreationDate());
  }

  @Test
  void theDefaultIsAes() throws Exception {
    CreateKeyResponseBodyKeyMetadata made =
        sdk.createKey(new CreateKeyRequest()).getBody().getKeyMetadata();
    assertThat(made.getKeySpec()).isEqualTo("Aliyun_AES_256");
    assertThat(made.getKeyUsage()).isEqualTo("ENCRYPT/DECRYPT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Aliyun_AES_128",
        "Aliyun_AES_192",
        "RSA_3072",
        "RSA_4096",
        "EC_P256K",
        "HMAC_SHA256",
        "HMAC_SHA512"
      })
  void everySpecIsOffered(String spec) throws Exception {
    assertThat(Sdk.createKey(sdk, spec).getKeySpec()).isEqualTo(spec);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES", "aliyun_aes_256", "RSA_1024", "'; DROP TABLE keys; --"})
  void aSpecThatNobodyKnowsIsInvalid(String spec) {
    Sdk.expectRefusal(400, "InvalidParameter", () -> Sdk.createKey(sdk, spec));
  }

  @Test
  void aUsageThatDoesNotFitTheSpecIsRefused() {
    Sdk.expectRefusal(
        400,
        "UnsupportedOperation",
        () ->
            sdk.createKey(
                new CreateKeyRequest().setKeySpec("EC_P256").setKeyUsage("ENCRYPT/DECRYPT")));
    Sdk.expectRefusal(
        404,
        "Forbidden.DKMSInstanceNotFound",
        () -> sdk.createKey(new CreateKeyRequest().setDKMSInstanceId("kst-nothere")));
  }

  @Test
  void anUnknownKeyIsNotFound() {
    Sdk.expectRefusal(
        404,
        "Forbidden.KeyNotFound",
        () -> sdk.describeKey(new DescribeKeyRequest().setKeyId("key-00000000000000000000")));
  }

  @Test
  void pagesHoldEveryKeyOnce() throws Exception {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      made.add(Sdk.createKey(sdk, "Aliyun_AES_256").getKeyId());
    }
    List<String> listed = new ArrayList<>();
    long total;
    int page = 1;
    do {
      ListKeysResponseBody body =
          sdk.listKeys(new ListKeysRequest().setPageNumber(page).setPageSize(3)).getBody();
      assertThat(body.getPageNumber()).isEqualTo(page);
      assertThat(body.getPageSize()).isEqualTo(3);
      body.getKeys().getKey().forEach(key -> listed.add(key.getKeyId()));
      total = body.getTotalCount();
      page++;
    } while (listed.size() < total && page < 1000);
    assertThat(listed).doesNotHaveDuplicates().containsAll(made).hasSize((int) total);
    ListKeysResponseBody beyond =
        sdk.listKeys(new ListKeysRequest().setPageNumber(page + 1).setPageSize(3)).getBody();
    assertThat(beyond.getKeys().getKey()).isEmpty();
    for (int size : new int[] {0, -1, 1000}) {
      Sdk.expectRefusal(
          400,
          "InvalidParameter",
          () -> sdk.listKeys(new ListKeysRequest().setPageNumber(1).setPageSize(size)));
    }
  }
}
