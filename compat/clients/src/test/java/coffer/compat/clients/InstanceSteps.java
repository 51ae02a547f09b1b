package coffer.compat.clients;

import static coffer.compat.clients.Samples.AAD;
import static coffer.compat.clients.Samples.MESSAGE;
import static coffer.compat.clients.Samples.NONE;
import static coffer.compat.clients.Samples.flipped;
import static coffer.compat.clients.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/// The Instance API as its clients see it: action, key, algorithm, and what has to come of it.
final class InstanceSteps {
  private static final int ADVANCE_HEADER_BYTES = 51;
  private static final int TAG_BYTES = 16;

  private record Cipher(String spec, String algorithm, String padding, String effective) {}

  private static final List<Cipher> CIPHERS =
      List.of(
          new Cipher("Aliyun_AES_256", "", "", "AES_GCM"),
          new Cipher("Aliyun_AES_192", "", "", "AES_GCM"),
          new Cipher("Aliyun_AES_128", "AES_GCM", "", "AES_GCM"),
          new Cipher("Aliyun_AES_256", "AES_CBC", "PKCS7_PADDING", "AES_CBC"),
          new Cipher("Aliyun_AES_192", "AES_CBC", "NO_PADDING", "AES_CBC"),
          new Cipher("Aliyun_AES_256", "AES_ECB", "PKCS7_PADDING", "AES_ECB"),
          new Cipher("Aliyun_AES_128", "AES_ECB", "NO_PADDING", "AES_ECB"),
          new Cipher("RSA_2048", "", "", "RSAES_OAEP_SHA_256"),
          new Cipher("RSA_3072", "RSAES_OAEP_SHA_256", "", "RSAES_OAEP_SHA_256"),
          new Cipher("RSA_4096", "", "", "RSAES_OAEP_SHA_256"));

  private final Clients clients;

  InstanceSteps(Clients clients) {
    this.clients = clients;
  }

  /// What every client of the family has.
  List<Step> common() {
    List<Step> table = new ArrayList<>();
    for (Cipher row : CIPHERS) {
      table.add(
          new Step(
              "Encrypt, Decrypt %s %s %s".formatted(row.spec(), row.algorithm(), row.padding()),
              client -> cipher(client, row)));
    }
    table.add(new Step("Encrypt with additional data and a given IV", this::additionalData));
    table.add(new Step("GenerateDataKey", this::dataKey));
    table.add(new Step("GenerateRandom", this::random));
    table.add(new Step("a key that is not there", this::missingKey));
    table.add(new Step("EC keys only sign", this::ecEncrypts));
    table.add(new Step("GetSecretValue", this::secret));
    table.addAll(new SignatureSteps(clients).table());
    return table;
  }

  /// What came with 0.3 and 0.5.
  List<Step> advance() {
    List<Step> table = new ArrayList<>();
    for (String spec : List.of("Aliyun_AES_256", "Aliyun_AES_192", "Aliyun_AES_128")) {
      table.add(new Step("AdvanceEncrypt, AdvanceDecrypt " + spec, c -> advance(c, spec)));
    }
    table.add(new Step("AdvanceDecrypt of Encrypt", this::advanceOfPlain));
    table.add(new Step("AdvanceGenerateDataKey", this::advanceDataKey));
    table.addAll(new PairSteps(clients).table());
    return table;
  }

  private void cipher(Child client, Cipher row) {
    Fields asked = Fields.key(clients.key(row.spec())).with("Plaintext", MESSAGE);
    Answer sealed = client.call("Encrypt", named(asked, row.algorithm(), row.padding())).orFail();
    assertThat(sealed.text("KeyId")).isEqualTo(clients.key(row.spec()));
    assertThat(sealed.text("Algorithm")).isEqualTo(row.effective());
    assertThat(sealed.text("RequestId")).hasSize(36);
    byte[] blob = sealed.bytes("CiphertextBlob");
    Fields open =
        named(Fields.key(clients.key(row.spec())), row.effective(), row.padding())
            .with("Iv", sealed.fields().has("Iv") ? sealed.bytes("Iv") : NONE);
    Answer opened = client.call("Decrypt", open.with("CiphertextBlob", blob)).orFail();
    assertThat(opened.bytes("Plaintext")).isEqualTo(MESSAGE);
    client
        .call("Decrypt", open.with("CiphertextBlob", utf8("no ciphertext of this key")))
        .refused(400, "InvalidParameter");
  }

  private static Fields named(Fields fields, String algorithm, String padding) {
    Fields with = algorithm.isEmpty() ? fields : fields.with("Algorithm", algorithm);
    return padding.isEmpty() ? with : with.with("PaddingMode", padding);
  }

  private void additionalData(Child client) {
    byte[] iv = utf8("twelve bytes");
    Fields asked =
        Fields.key(clients.aes()).with("Plaintext", MESSAGE).with("Aad", AAD).with("Iv", iv);
    Answer sealed = client.call("Encrypt", asked).orFail();
    assertThat(sealed.bytes("Iv")).isEqualTo(iv);
    byte[] blob = sealed.bytes("CiphertextBlob");
    Fields open =
        Fields.key(clients.aes()).with("Iv", iv).with("CiphertextBlob", blob).with("Aad", AAD);
    assertThat(client.call("Decrypt", open).orFail().bytes("Plaintext")).isEqualTo(MESSAGE);
    client.call("Decrypt", open.with("Aad", utf8("other"))).refused(400, "InvalidParameter");
    client
        .call("Decrypt", open.with("CiphertextBlob", flipped(blob)))
        .refused(400, "InvalidParameter");
  }

  private void dataKey(Child client) {
    Fields asked = Fields.key(clients.aes()).with("NumberOfBytes", 24).with("Aad", AAD);
    Answer made = client.call("GenerateDataKey", asked).orFail();
    assertThat(made.bytes("Plaintext")).hasSize(24);
    Fields open =
        Fields.key(clients.aes())
            .with("CiphertextBlob", made.bytes("CiphertextBlob"))
            .with("Iv", made.bytes("Iv"))
            .with("Algorithm", made.text("Algorithm"))
            .with("Aad", AAD);
    assertThat(client.call("Decrypt", open).orFail().bytes("Plaintext"))
        .isEqualTo(made.bytes("Plaintext"));
  }

  private void advanceDataKey(Child client) {
    Fields asked = Fields.key(clients.aes()).with("NumberOfBytes", 32).with("Aad", AAD);
    Answer made = client.call("AdvanceGenerateDataKey", asked).orFail();
    assertThat(made.bytes("Plaintext")).hasSize(32);
    assertThat(made.text("KeyVersionId")).hasSize(36);
    Fields open =
        Fields.none().with("CiphertextBlob", made.bytes("CiphertextBlob")).with("Aad", AAD);
    Answer opened = client.call("AdvanceDecrypt", open).orFail();
    assertThat(opened.bytes("Plaintext")).isEqualTo(made.bytes("Plaintext"));
    assertThat(opened.text("KeyVersionId")).isEqualTo(made.text("KeyVersionId"));
  }

  private void advance(Child client, String spec) {
    Fields asked = Fields.key(clients.key(spec)).with("Plaintext", MESSAGE).with("Aad", AAD);
    Answer sealed = client.call("AdvanceEncrypt", asked).orFail();
    byte[] blob = sealed.bytes("CiphertextBlob");
    assertThat(blob).hasSize(ADVANCE_HEADER_BYTES + MESSAGE.length + TAG_BYTES);
    assertThat(blob).startsWith(0x24, 0x00, 0x02);
    Fields open = Fields.none().with("CiphertextBlob", blob).with("Aad", AAD);
    Answer opened = client.call("AdvanceDecrypt", open).orFail();
    assertThat(opened.bytes("Plaintext")).isEqualTo(MESSAGE);
    assertThat(opened.text("KeyId")).isEqualTo(clients.key(spec));
    assertThat(opened.text("KeyVersionId")).isEqualTo(sealed.text("KeyVersionId"));
    client
        .call("AdvanceDecrypt", open.with("CiphertextBlob", flipped(blob)))
        .refused(400, "InvalidParameter");
  }

  private void advanceOfPlain(Child client) {
    Answer sealed =
        client.call("Encrypt", Fields.key(clients.aes()).with("Plaintext", MESSAGE)).orFail();
    Fields open =
        Fields.key(clients.aes())
            .with("CiphertextBlob", sealed.bytes("CiphertextBlob"))
            .with("Iv", sealed.bytes("Iv"))
            .with("Algorithm", sealed.text("Algorithm"));
    assertThat(client.call("AdvanceDecrypt", open).orFail().bytes("Plaintext")).isEqualTo(MESSAGE);
  }

  private void random(Child client) {
    byte[] one =
        client.call("GenerateRandom", Fields.none().with("Length", 64)).orFail().bytes("Random");
    assertThat(one).hasSize(64);
    client
        .call("GenerateRandom", Fields.none().with("Length", 65))
        .refused(400, "InvalidParameter");
  }

  /// No secret exists yet, for whoever may read them.
  private void secret(Child client) {
    client
        .call("GetSecretValue", Fields.none().with("SecretName", "nobody-made-it"))
        .refused(404, "Forbidden.ResourceNotFound");
  }

  private void missingKey(Child client) {
    client
        .call("Encrypt", Fields.key("key-00000000000000000000").with("Plaintext", MESSAGE))
        .refused(404, "Forbidden.KeyNotFound");
  }

  private void ecEncrypts(Child client) {
    client
        .call("Encrypt", Fields.key(clients.key("EC_P256")).with("Plaintext", MESSAGE))
        .refused(400, "UnsupportedOperation");
  }
}
