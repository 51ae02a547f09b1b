package coffer.compat.kms;

import static coffer.compat.kms.Sdk.expectRefusal;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import com.aliyun.kms20160120.Client;
import com.aliyun.kms20160120.models.CancelKeyDeletionRequest;
import com.aliyun.kms20160120.models.CreateAliasRequest;
import com.aliyun.kms20160120.models.DeleteAliasRequest;
import com.aliyun.kms20160120.models.DescribeKeyRequest;
import com.aliyun.kms20160120.models.DescribeKeyResponseBody.DescribeKeyResponseBodyKeyMetadata;
import com.aliyun.kms20160120.models.DisableKeyRequest;
import com.aliyun.kms20160120.models.EnableKeyRequest;
import com.aliyun.kms20160120.models.EncryptRequest;
import com.aliyun.kms20160120.models.ListAliasesByKeyIdRequest;
import com.aliyun.kms20160120.models.ListAliasesRequest;
import com.aliyun.kms20160120.models.ListAliasesResponseBody.ListAliasesResponseBodyAliasesAlias;
import com.aliyun.kms20160120.models.ScheduleKeyDeletionRequest;
import com.aliyun.kms20160120.models.SetDeletionProtectionRequest;
import com.aliyun.kms20160120.models.UpdateAliasRequest;
import com.aliyun.kms20160120.models.UpdateKeyDescriptionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What happens to a key between its creation and its end, under each signature.
@ExtendWith(SharedServer.class)
class KeyLifeTest {
  private final ServerHome home;

  KeyLifeTest(ServerHome home) {
    this.home = home;
  }

  @ParameterizedTest
  @EnumSource
  void aliasesNameKeysAndMove(SignatureVersion version) throws Exception {
    Client sdk = Sdk.client(home, version);
    String one = Sdk.createKey(sdk, "Aliyun_AES_256").getKeyId();
    String other = Sdk.createKey(sdk, "Aliyun_AES_256").getKeyId();
    String alias = "alias/life/" + UUID.randomUUID();
    sdk.createAlias(new CreateAliasRequest().setAliasName(alias).setKeyId(one));
    expectRefusal(
        400,
        "AliasAlreadyExists",
        () -> sdk.createAlias(new CreateAliasRequest().setAliasName(alias).setKeyId(other)));
    assertThat(describe(sdk, alias).getKeyId()).isEqualTo(one);
    sdk.updateAlias(new UpdateAliasRequest().setAliasName(alias).setKeyId(other));
    assertThat(describe(sdk, alias).getKeyId()).isEqualTo(other);
    assertThat(
            sdk.listAliasesByKeyId(new ListAliasesByKeyIdRequest().setKeyId(other))
                .getBody()
                .getAliases()
                .getAlias())
        .singleElement()
        .satisfies(found -> assertThat(found.getAliasName()).isEqualTo(alias));
    assertThat(everyAlias(sdk)).containsOnlyOnce(alias);
    sdk.deleteAlias(new DeleteAliasRequest().setAliasName(alias));
    assertThat(everyAlias(sdk)).doesNotContain(alias);
    expectRefusal(404, "Forbidden.KeyNotFound", () -> describe(sdk, alias));
  }

  @ParameterizedTest
  @EnumSource
  void aDisabledKeyServesAgainOnceItIsEnabled(SignatureVersion version) throws Exception {
    Client sdk = Sdk.client(home, version);
    String key = Sdk.createKey(sdk, "Aliyun_AES_256").getKeyId();
    EncryptRequest request = new EncryptRequest().setKeyId(key).setPlaintext("aGVsbG8=");
    sdk.disableKey(new DisableKeyRequest().setKeyId(key));
    assertThat(describe(sdk, key).getKeyState()).isEqualTo("Disabled");
    expectRefusal(409, "Rejected.Disabled", () -> sdk.encrypt(request));
    sdk.enableKey(new EnableKeyRequest().setKeyId(key));
    assertThat(describe(sdk, key).getKeyState()).isEqualTo("Enabled");
    assertThat(sdk.encrypt(request).getBody().getKeyId()).isEqualTo(key);
  }

  @ParameterizedTest
  @EnumSource
  void aKeyToBeDeletedCanBeSaved(SignatureVersion version) throws Exception {
    Client sdk = Sdk.client(home, version);
    String key = Sdk.createKey(sdk, "Aliyun_AES_256").getKeyId();
    String arn = describe(sdk, key).getArn();
    protect(sdk, arn, true);
    assertThat(describe(sdk, key).getDeletionProtection()).isEqualTo("Enabled");
    ScheduleKeyDeletionRequest deletion =
        new ScheduleKeyDeletionRequest().setKeyId(key).setPendingWindowInDays(7);
    expectRefusal(400, "Rejected.UnsupportedOperation", () -> sdk.scheduleKeyDeletion(deletion));
    assertThat(describe(sdk, key).getKeyState()).isEqualTo("Enabled");
    protect(sdk, arn, false);
    sdk.scheduleKeyDeletion(deletion);
    assertThat(describe(sdk, key).getKeyState()).isEqualTo("PendingDeletion");
    assertThat(describe(sdk, key).getDeleteDate()).isNotEmpty();
    expectRefusal(
        409,
        "Rejected.PendingDeletion",
        () -> sdk.encrypt(new EncryptRequest().setKeyId(key).setPlaintext("aGVsbG8=")));
    sdk.cancelKeyDeletion(new CancelKeyDeletionRequest().setKeyId(key));
    assertThat(describe(sdk, key).getKeyState()).isEqualTo("Enabled");
  }

  @ParameterizedTest
  @EnumSource
  void aDescriptionIsAnyText(SignatureVersion version) throws Exception {
    Client sdk = Sdk.client(home, version);
    String key = Sdk.createKey(sdk, "Aliyun_AES_256").getKeyId();
    String text = "Grüße, 世界 \"quoted\" & <b> + %20";
    sdk.updateKeyDescription(new UpdateKeyDescriptionRequest().setKeyId(key).setDescription(text));
    assertThat(describe(sdk, key).getDescription()).isEqualTo(text);
  }

  private static void protect(Client sdk, String arn, boolean on) throws Exception {
    SetDeletionProtectionRequest request =
        new SetDeletionProtectionRequest()
            .setProtectedResourceArn(arn)
            .setEnableDeletionProtection(on);
    sdk.setDeletionProtection(
        on ? request.setDeletionProtectionDescription("it is in use") : request);
  }

  private static DescribeKeyResponseBodyKeyMetadata describe(Client sdk, String key)
      throws Exception {
    return sdk.describeKey(new DescribeKeyRequest().setKeyId(key)).getBody().getKeyMetadata();
  }

  private static List<String> everyAlias(Client sdk) throws Exception {
    List<String> names = new ArrayList<>();
    List<ListAliasesResponseBodyAliasesAlias> page;
    int number = 1;
    do {
      page =
          sdk.listAliases(new ListAliasesRequest().setPageNumber(number++).setPageSize(3))
              .getBody()
              .getAliases()
              .getAlias();
      page.forEach(alias -> names.add(alias.getAliasName()));
    } while (!page.isEmpty());
    return names;
  }
}
