package coffer.compat.clients;

import static coffer.compat.clients.Samples.MESSAGE;
import static coffer.compat.clients.Samples.flipped;
import static coffer.compat.clients.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ClusterKind;
import java.util.List;

/// Sign, Verify and GetPublicKey over every specification that signs.
final class SignatureSteps {
  private record Row(String spec, String algorithm) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("RSA_2048", "RSA_PSS_SHA_256"),
          new Row("RSA_2048", "RSA_PKCS1_SHA_256"),
          new Row("RSA_3072", "RSA_PSS_SHA_256"),
          new Row("RSA_4096", "RSA_PKCS1_SHA_256"),
          new Row("EC_P256", "ECDSA_SHA_256"),
          new Row("EC_P256K", "ECDSA_SHA_256"));

  private final Clients clients;

  SignatureSteps(Clients clients) {
    this.clients = clients;
  }

  List<Step> table() {
    return ROWS.stream()
        .filter(row -> ClusterKind.selected().has(row.spec()))
        .map(row ->
            new Step(
                "Sign, Verify, GetPublicKey %s %s".formatted(row.spec(), row.algorithm()),
                client -> sign(client, row)))
        .toList();
  }

  private void sign(Child client, Row row) throws Exception {
    Fields key = Fields.key(clients.key(row.spec()));
    String pem = client.call("GetPublicKey", key).orFail().text("PublicKey");
    Fields named = key.with("Algorithm", row.algorithm());
    Fields raw = named.with("MessageType", "RAW").with("Message", MESSAGE);
    Fields digest = named.with("MessageType", "DIGEST").with("Message", Samples.digest());
    for (Fields asked : List.of(raw, digest)) {
      byte[] signature = client.call("Sign", asked).orFail().bytes("Signature");
      // The JDK knows no secp256k1; there the verdict is the service's alone.
      if (!row.spec().equals("EC_P256K")) {
        assertThat(Samples.verifies(row.spec(), row.algorithm(), pem, signature)).isTrue();
      }
      for (Fields verified : List.of(raw, digest)) {
        assertThat(verdict(client, verified, signature)).isTrue();
      }
      assertThat(verdict(client, raw, flipped(signature))).isFalse();
      assertThat(verdict(client, raw.with("Message", utf8("something else")), signature)).isFalse();
    }
  }

  private static boolean verdict(Child client, Fields asked, byte[] signature) {
    return client.call("Verify", asked.with("Signature", signature)).orFail().flag("Value");
  }
}
