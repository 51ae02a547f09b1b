package coffer.compat.clients;

import static coffer.compat.clients.Samples.base64;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The life of a key and what it is for, through a client of the OpenAPI.
final class KeySteps {
  private static final String CONTEXT = "{\"tenant\":\"blue & \\\"co\\\"\",\"订单\":\"4711\"}";
  private static final String MISSING = "key-00000000000000000000";
  private static final List<String> TEXTS =
      List.of(
          "Grüße aus dem Tresor",
          "\"quoted\" 'twice' \\ and a/b?c=d&e+f%20g~*",
          "one\ntwo\r\n\tthree",
          "密钥管理服务 鍵 키 🔑");
  private static final int PAGE_SIZE = 20;

  private final Clients clients;
  private final Dialect dialect;

  KeySteps(Clients clients, Dialect dialect) {
    this.clients = clients;
    this.dialect = dialect;
  }

  List<Step> table() {
    return List.of(
        new Step("CreateKey, DescribeKey", this::described),
        new Step("ListKeys to the last page", this::pages),
        new Step("CreateAlias, ListAliasesByKeyId, DeleteAlias", this::aliases),
        new Step("Encrypt, Decrypt", this::encryption),
        new Step("GenerateDataKey", c -> dataKey(c, "kms:GenerateDataKey")),
        new Step(
            "GenerateDataKeyWithoutPlaintext",
            c -> dataKey(c, "kms:GenerateDataKeyWithoutPlaintext")),
        new Step("AsymmetricSign RSA", c -> sign(c, "RSA_2048", "RSA_PSS_SHA_256")),
        new Step("AsymmetricSign EC", c -> sign(c, "EC_P256", "ECDSA_SHA_256")),
        new Step("TagResource, ListResourceTags, UntagResource", this::tags),
        new Step("DisableKey, EnableKey", this::states),
        new Step("ScheduleKeyDeletion, CancelKeyDeletion", this::deletion),
        new Step("refusals", this::refusals));
  }

  private void described(Child client) {
    for (String text : TEXTS) {
      Fields asked = Fields.none().with("KeySpec", "Aliyun_AES_256").with("Description", text);
      Answer made = client.call("kms:CreateKey", asked).orFail();
      assertThat(made.find("Description")).isEqualTo(text);
      Answer described = describe(client, made.find("KeyId"));
      assertThat(described.find("Description")).isEqualTo(text);
      assertThat(described.find("KeyState")).isEqualTo("Enabled");
      assertThat(described.find("KeySpec")).isEqualTo("Aliyun_AES_256");
      assertThat(described.find("Arn")).endsWith(":key/" + made.find("KeyId"));
    }
  }

  private void pages(Child client) {
    String last = create(client);
    List<String> ids = new ArrayList<>();
    Answer page;
    do {
      Fields asked =
          Fields.none().with("PageNumber", 1 + ids.size() / PAGE_SIZE).with("PageSize", PAGE_SIZE);
      page = client.call("kms:ListKeys", asked).orFail();
      ids.addAll(page.findAll("KeyId"));
    } while (page.findAll("KeyId").size() == PAGE_SIZE);
    assertThat(ids).doesNotHaveDuplicates().contains(last);
    assertThat(page.find("TotalCount")).isEqualTo(String.valueOf(ids.size()));
  }

  private void aliases(Child client) {
    String key = create(client);
    String alias = "alias/" + dialect.name("alias");
    Fields named = Fields.key(key).with("AliasName", alias);
    client.call("kms:CreateAlias", named).orFail();
    assertThat(client.call("kms:ListAliasesByKeyId", Fields.key(key)).orFail().findAll("AliasName"))
        .containsExactly(alias);
    assertThat(describe(client, alias).find("KeyId")).isEqualTo(key);
    refused(client.call("kms:CreateAlias", named), 400, "AliasAlreadyExists");
    client.call("kms:DeleteAlias", Fields.none().with("AliasName", alias)).orFail();
    assertThat(client.call("kms:ListAliasesByKeyId", Fields.key(key)).orFail().findAll("AliasName"))
        .isEmpty();
    refused(client.call("kms:DescribeKey", Fields.key(alias)), 404, "Forbidden.KeyNotFound");
    refused(
        client.call("kms:DeleteAlias", Fields.none().with("AliasName", alias)),
        404,
        "Forbidden.AliasNotFound");
  }

  private void encryption(Child client) {
    for (String text : TEXTS) {
      Answer sealed =
          client
              .call(
                  "kms:Encrypt",
                  Fields.key(clients.aes())
                      .with("Plaintext", text)
                      .with("EncryptionContext", CONTEXT))
              .orFail();
      assertThat(sealed.find("KeyId")).isEqualTo(clients.aes());
      assertThat(sealed.find("KeyVersionId")).hasSize(36);
      String blob = sealed.find("CiphertextBlob");
      assertThat(opened(client, blob)).isEqualTo(text);
      Fields other =
          Fields.none()
              .with("CiphertextBlob", blob)
              .with("EncryptionContext", "{\"tenant\":\"red\"}");
      refused(client.call("kms:Decrypt", other), 400, "InvalidParameter");
    }
  }

  private static String opened(Child client, String blob) {
    Fields asked = Fields.none().with("CiphertextBlob", blob).with("EncryptionContext", CONTEXT);
    return client.call("kms:Decrypt", asked).orFail().find("Plaintext");
  }

  private void dataKey(Child client, String action) {
    Fields asked =
        Fields.key(clients.aes()).with("NumberOfBytes", 24).with("EncryptionContext", CONTEXT);
    Answer made = client.call(action, asked).orFail();
    String opened = opened(client, made.find("CiphertextBlob"));
    assertThat(Base64.getDecoder().decode(opened)).hasSize(24);
    assertThat(made.findAll("Plaintext"))
        .isEqualTo(action.endsWith("WithoutPlaintext") ? List.of() : List.of(opened));
  }

  private void sign(Child client, String spec, String algorithm) throws Exception {
    Fields key = Fields.key(clients.key(spec));
    String version = client.call("kms:ListKeyVersions", key).orFail().find("KeyVersionId");
    Fields asked =
        key.with("KeyVersionId", version)
            .with("Algorithm", algorithm)
            .with("Digest", base64(Samples.digest()));
    String value = client.call("kms:AsymmetricSign", asked).orFail().find("Value");
    String pem =
        client
            .call("kms:GetPublicKey", key.with("KeyVersionId", version))
            .orFail()
            .find("PublicKey");
    assertThat(Samples.verifies(spec, algorithm, pem, Base64.getDecoder().decode(value))).isTrue();
    Fields right = asked.with("Value", value);
    assertThat(client.call("kms:AsymmetricVerify", right).orFail().find("Value")).isEqualTo("true");
    Fields wrong = right.with("Digest", base64(new byte[32]));
    assertThat(client.call("kms:AsymmetricVerify", wrong).orFail().find("Value"))
        .isEqualTo("false");
  }

  private void tags(Child client) {
    Fields key = Fields.key(create(client));
    String tags =
        "[{\"TagKey\":\"team\",\"TagValue\":\"blue\"},{\"TagKey\":\"stage\",\"TagValue\":\"a/b\"}]";
    client.call("kms:TagResource", key.with("Tags", tags)).orFail();
    Answer listed = client.call("kms:ListResourceTags", key).orFail();
    assertThat(listed.findAll("TagKey")).containsExactlyInAnyOrder("team", "stage");
    assertThat(listed.findAll("TagValue")).containsExactlyInAnyOrder("blue", "a/b");
    client.call("kms:UntagResource", key.with("TagKeys", "[\"team\"]")).orFail();
    assertThat(client.call("kms:ListResourceTags", key).orFail().findAll("TagKey"))
        .containsExactly("stage");
  }

  private void states(Child client) {
    Fields key = Fields.key(create(client));
    client.call("kms:DisableKey", key).orFail();
    refused(client.call("kms:Encrypt", key.with("Plaintext", "text")), 409, "Rejected.Disabled");
    client.call("kms:EnableKey", key).orFail();
    client.call("kms:Encrypt", key.with("Plaintext", "text")).orFail();
  }

  private void deletion(Child client) {
    Fields key = Fields.key(create(client));
    client.call("kms:ScheduleKeyDeletion", key.with("PendingWindowInDays", 7)).orFail();
    Answer pending = client.call("kms:DescribeKey", key).orFail();
    assertThat(pending.find("KeyState")).isEqualTo("PendingDeletion");
    assertThat(pending.find("DeleteDate")).endsWith("Z");
    refused(
        client.call("kms:Encrypt", key.with("Plaintext", "text")), 409, "Rejected.PendingDeletion");
    client.call("kms:CancelKeyDeletion", key).orFail();
    assertThat(client.call("kms:DescribeKey", key).orFail().find("KeyState")).isEqualTo("Enabled");
  }

  private void refusals(Child client) {
    refused(
        client.call("kms:Encrypt", Fields.key(MISSING).with("Plaintext", "text")),
        404,
        "Forbidden.KeyNotFound");
    refused(client.call("kms:DescribeKey", Fields.key("a b")), 404, "Forbidden.KeyNotFound");
    refused(
        client.call("kms:CreateKey", Fields.none().with("KeySpec", "\"密\"\n")),
        400,
        "InvalidParameter");
    refused(
        client.call("kms:ListKeys", Fields.none().with("PageSize", 1000)), 400, "InvalidParameter");
  }

  private String create(Child client) {
    return client
        .call("kms:CreateKey", Fields.none().with("KeySpec", "Aliyun_AES_256"))
        .orFail()
        .find("KeyId");
  }

  private static Answer describe(Child client, String key) {
    return client.call("kms:DescribeKey", Fields.key(key)).orFail();
  }

  private void refused(Answer answer, int status, String code) {
    answer.refused(status, code + dialect.suffix());
  }
}
