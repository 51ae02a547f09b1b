package coffer.compat.clients;

import static coffer.compat.clients.Samples.MESSAGE;
import static coffer.compat.clients.Samples.base64;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// The OpenAPI's requests over the Instance API, and what they leave to the OpenAPI itself.
final class TransferSteps {
  private static final String CONTEXT = "{\"tenant\":\"blue\",\"order\":\"4711\"}";
  private static final String TEXT = "Grüße aus dem Tresor";

  private final Clients clients;
  private final OpenApi openApi;

  TransferSteps(Clients clients) {
    this.clients = clients;
    this.openApi = clients.home().server().openApi();
  }

  List<Step> table() {
    return List.of(
        new Step("Encrypt, Decrypt", this::encryption),
        new Step("Decrypt what the OpenAPI sealed", this::fromOpenApi),
        new Step("GenerateDataKey", c -> dataKey(c, "GenerateDataKey")),
        new Step(
            "GenerateDataKeyWithoutPlaintext", c -> dataKey(c, "GenerateDataKeyWithoutPlaintext")),
        new Step("AsymmetricEncrypt, AsymmetricDecrypt", this::asymmetric),
        new Step(
            "AsymmetricSign, AsymmetricVerify RSA", c -> sign(c, "RSA_2048", "RSA_PSS_SHA_256")),
        new Step("AsymmetricSign, AsymmetricVerify EC", c -> sign(c, "EC_P256", "ECDSA_SHA_256")),
        new Step("a key that is not there", this::missingKey),
        new Step("DescribeKey goes to the OpenAPI", this::describeKey));
  }

  private void encryption(Child client) throws Exception {
    Fields asked =
        Fields.key(clients.aes()).with("Plaintext", TEXT).with("EncryptionContext", CONTEXT);
    Answer sealed = client.call("Encrypt", asked).orFail();
    assertThat(sealed.text("KeyId")).isEqualTo(clients.aes());
    assertThat(sealed.text("KeyVersionId")).hasSize(36);
    String blob = sealed.text("CiphertextBlob");
    assertThat(opened(client, blob, CONTEXT)).isEqualTo(TEXT);
    Map<String, String> same = Map.of("CiphertextBlob", blob, "EncryptionContext", CONTEXT);
    assertThat(openApi.call("Decrypt", same).orFail().field("Plaintext")).isEqualTo(TEXT);
    byte[] flipped = Samples.flipped(Base64.getDecoder().decode(blob));
    client
        .call(
            "Decrypt",
            Fields.none()
                .with("CiphertextBlob", base64(flipped))
                .with("EncryptionContext", CONTEXT))
        .refused(400, "InvalidParameter");
  }

  private void fromOpenApi(Child client) throws Exception {
    Map<String, String> asked =
        Map.of("KeyId", clients.aes(), "Plaintext", TEXT, "EncryptionContext", CONTEXT);
    String blob = openApi.call("Encrypt", asked).orFail().field("CiphertextBlob");
    assertThat(opened(client, blob, CONTEXT)).isEqualTo(TEXT);
  }

  private static String opened(Child client, String blob, String context) {
    Fields asked = Fields.none().with("CiphertextBlob", blob).with("EncryptionContext", context);
    return client.call("Decrypt", asked).orFail().text("Plaintext");
  }

  private void dataKey(Child client, String action) {
    Fields asked =
        Fields.key(clients.aes()).with("NumberOfBytes", 24).with("EncryptionContext", CONTEXT);
    Answer made = client.call(action, asked).orFail();
    String opened = opened(client, made.text("CiphertextBlob"), CONTEXT);
    assertThat(Base64.getDecoder().decode(opened)).hasSize(24);
    if (action.equals("GenerateDataKey")) {
      assertThat(made.text("Plaintext")).isEqualTo(opened);
    }
  }

  private void asymmetric(Child client) {
    Fields key =
        Fields.key(clients.key("RSA_2048"))
            .with("KeyVersionId", version(client, "RSA_2048"))
            .with("Algorithm", "RSAES_OAEP_SHA_256");
    Answer sealed =
        client.call("AsymmetricEncrypt", key.with("Plaintext", base64(MESSAGE))).orFail();
    Answer opened =
        client
            .call("AsymmetricDecrypt", key.with("CiphertextBlob", sealed.text("CiphertextBlob")))
            .orFail();
    assertThat(opened.bytes("Plaintext")).isEqualTo(MESSAGE);
  }

  private void sign(Child client, String spec, String algorithm) throws GeneralSecurityException {
    Fields key = Fields.key(clients.key(spec)).with("KeyVersionId", version(client, spec));
    String pem = client.call("GetPublicKey", key).orFail().text("PublicKey");
    Fields asked = key.with("Algorithm", algorithm).with("Digest", base64(Samples.digest()));
    String value = client.call("AsymmetricSign", asked).orFail().text("Value");
    assertThat(Samples.verifies(spec, algorithm, pem, Base64.getDecoder().decode(value))).isTrue();
    Answer right = client.call("AsymmetricVerify", asked.with("Value", value)).orFail();
    assertThat(right.flag("Value")).isTrue();
    Fields other = asked.with("Digest", base64(new byte[32])).with("Value", value);
    assertThat(client.call("AsymmetricVerify", other).orFail().flag("Value")).isFalse();
  }

  /// As an application learns it: from any answer, here the one about the public key.
  private String version(Child client, String spec) {
    return client.call("GetPublicKey", Fields.key(clients.key(spec))).orFail().text("KeyVersionId");
  }

  private void missingKey(Child client) {
    client
        .call("Encrypt", Fields.key("key-00000000000000000000").with("Plaintext", TEXT))
        .refused(404, "Forbidden.KeyNotFound");
  }

  private void describeKey(Child client) {
    client.call("DescribeKey", Fields.key(clients.aes())).orFail();
    client
        .call("DescribeKey", Fields.key("key-00000000000000000000"))
        .refused(404, "Forbidden.KeyNotFound");
  }
}
