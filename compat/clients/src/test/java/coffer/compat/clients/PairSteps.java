package coffer.compat.clients;

import static coffer.compat.clients.Samples.AAD;
import static coffer.compat.clients.Samples.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;

/// Data key pairs: what is sealed opens again, and is the other half of what is public.
final class PairSteps {
  private record Row(String action, String spec, String format) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("GenerateDataKeyPair", "RSA_2048", "PEM"),
          new Row("GenerateDataKeyPair", "EC_P256", "DER"),
          new Row("GenerateDataKeyPairWithoutPlaintext", "RSA_3072", "DER"),
          new Row("GenerateDataKeyPairWithoutPlaintext", "EC_P256K", "PEM"),
          new Row("AdvanceGenerateDataKeyPair", "EC_P256K", "DER"),
          new Row("AdvanceGenerateDataKeyPair", "RSA_2048", "PEM"),
          new Row("AdvanceGenerateDataKeyPairWithoutPlaintext", "EC_P256", "PEM"),
          new Row("AdvanceGenerateDataKeyPairWithoutPlaintext", "RSA_2048", "DER"));

  private final Clients clients;

  PairSteps(Clients clients) {
    this.clients = clients;
  }

  List<Step> table() {
    return ROWS.stream()
        .map(row ->
            new Step(
                "%s %s %s".formatted(row.action(), row.spec(), row.format()),
                client -> pair(client, row)))
        .toList();
  }

  private void pair(Child client, Row row) throws Exception {
    Fields asked =
        Fields.key(clients.aes())
            .with("KeyPairSpec", row.spec())
            .with("KeyFormat", row.format())
            .with("Aad", AAD);
    Answer made = client.call(row.action(), asked).orFail();
    byte[] secret = opened(client, row, made);
    if (row.action().endsWith("WithoutPlaintext")) {
      assertThat(
              made.fields().has("PrivateKeyPlaintext") ? made.bytes("PrivateKeyPlaintext") : NONE)
          .isEmpty();
    } else {
      assertThat(made.bytes("PrivateKeyPlaintext")).isEqualTo(secret);
    }
    readable(row, made.bytes("PublicKey"), secret);
  }

  private byte[] opened(Child client, Row row, Answer made) {
    Fields blob = Fields.none().with("CiphertextBlob", made.bytes("PrivateKeyCiphertextBlob"));
    if (row.action().startsWith("Advance")) {
      assertThat(made.text("KeyVersionId")).hasSize(36);
      return client.call("AdvanceDecrypt", blob.with("Aad", AAD)).orFail().bytes("Plaintext");
    }
    Fields open =
        blob.with("KeyId", clients.aes())
            .with("Iv", made.bytes("Iv"))
            .with("Algorithm", made.text("Algorithm"))
            .with("Aad", AAD);
    return client.call("Decrypt", open).orFail().bytes("Plaintext");
  }

  /// As an application would read them: SPKI and PKCS #8.
  private static void readable(Row row, byte[] open, byte[] secret)
      throws GeneralSecurityException {
    byte[] spki = open;
    byte[] pkcs8 = secret;
    if (row.format().equals("PEM")) {
      String pem = new String(secret, StandardCharsets.US_ASCII);
      assertThat(pem).startsWith("-----BEGIN PRIVATE KEY-----");
      pkcs8 = Samples.der(pem);
      spki = Samples.der(new String(open, StandardCharsets.US_ASCII));
    }
    assertThat(pkcs8).startsWith(0x30);
    assertThat(spki).startsWith(0x30);
    // The JDK knows no secp256k1.
    if (!row.spec().equals("EC_P256K")) {
      KeyFactory family = KeyFactory.getInstance(row.spec().startsWith("RSA_") ? "RSA" : "EC");
      family.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      family.generatePublic(new X509EncodedKeySpec(spki));
    }
  }
}
