package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.Custodian;
import coffer.compat.harness.OpenApi;
import coffer.compat.harness.TestServer;
import coffer.compat.harness.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// External keys, one for each client, and what must hold of them after every kill: a key has its
/// material whole, or waits for it whole; the same material is taken under the token of before, and
/// opens what it sealed; other material is not taken.
///
/// An import that was killed counts as an attempt under its token, as does the one with other
/// material; ten would end it. So there are new keys every few rounds.
final class MaterialKeys {
  static final String ENABLED = "Enabled";
  static final String WAITING = "PendingImport";
  private static final String ALGORITHM = "RSAES_OAEP_SHA_256";
  private static final int ROUNDS_MAX = 4;

  private final int clients;
  private final List<ExternalKey> all = new ArrayList<>();
  private final Map<String, Set<String>> states = new ConcurrentHashMap<>();
  private List<ExternalKey> current = List.of();
  private int roundsLeft;

  /// @param blob what its material sealed
  record ExternalKey(String id, byte[] material, String publicKey, String token, String blob) {
    Map<String, String> material(byte[] secret, long end) {
      return Map.of(
          "KeyId",
          id,
          "EncryptedKeyMaterial",
          Custodian.wrap(ALGORITHM, publicKey, secret),
          "ImportToken",
          token,
          "KeyMaterialExpireUnix",
          Long.toString(end));
    }
  }

  MaterialKeys(int clients) {
    this.clients = clients;
  }

  /// Leaves every key waiting for its material.
  void prepare(TestServer server) throws IOException {
    OpenApi api = server.openApi();
    if (roundsLeft-- == 0) {
      roundsLeft = ROUNDS_MAX - 1;
      current = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        current.add(made(api));
      }
      all.addAll(current);
    }
    for (ExternalKey key : current) {
      api.call("DeleteKeyMaterial", Map.of("KeyId", key.id())).orFail();
      states.put(key.id(), Set.of(WAITING));
    }
  }

  ExternalKey of(Client client) {
    return current.get(client.number());
  }

  /// What is to be found after a kill.
  void mayBe(ExternalKey key, String... possible) {
    states.put(key.id(), Set.of(possible));
  }

  void requireKept(OpenApi api) throws IOException {
    for (ExternalKey key : current) {
      boolean known = states.getOrDefault(key.id(), Set.of()).size() == 1;
      String state = requireState(api, key);
      if (known) {
        int status = state.equals(ENABLED) ? 200 : 409;
        assertThat(encrypt(api, key).status()).as("%s is %s", key.id(), state).isEqualTo(status);
      }
      requireTheSameMaterial(api, key);
    }
  }

  void requireAllKept(OpenApi api) throws IOException {
    for (ExternalKey key : all) {
      requireState(api, key);
      requireOpens(api, key);
    }
  }

  private static ExternalKey made(OpenApi api) throws IOException {
    String id = api.call("CreateKey", Map.of("Origin", "EXTERNAL")).orFail().field("KeyId");
    OpenApi.Answer to =
        api.call(
                "GetParametersForImport",
                Map.of("KeyId", id, "WrappingKeySpec", "RSA_2048", "WrappingAlgorithm", ALGORITHM))
            .orFail();
    ExternalKey empty =
        new ExternalKey(
            id, Custodian.newKey(32), to.field("PublicKey"), to.field("ImportToken"), "");
    api.call("ImportKeyMaterial", empty.material(empty.material(), 0)).orFail();
    String blob = encrypt(api, empty).orFail().field("CiphertextBlob");
    return new ExternalKey(id, empty.material(), empty.publicKey(), empty.token(), blob);
  }

  private String requireState(OpenApi api, ExternalKey key) throws IOException {
    OpenApi.Answer described = api.call("DescribeKey", Map.of("KeyId", key.id())).orFail();
    assertThat(states.getOrDefault(key.id(), Set.of()))
        .as(key.id())
        .contains(described.field("KeyState"));
    return described.field("KeyState");
  }

  private void requireTheSameMaterial(OpenApi api, ExternalKey key) throws IOException {
    api.call("ImportKeyMaterial", key.material(key.material(), 0)).orFail();
    mayBe(key, ENABLED);
    OpenApi.Answer refused = api.call("ImportKeyMaterial", key.material(Custodian.newKey(32), 0));
    assertThat(Text.field(refused.json(), "Code")).isEqualTo("InvalidKeyMaterial");
    encrypt(api, key).orFail();
    requireOpens(api, key);
  }

  private static void requireOpens(OpenApi api, ExternalKey key) throws IOException {
    OpenApi.Answer opened = api.call("Decrypt", Map.of("CiphertextBlob", key.blob())).orFail();
    assertThat(opened.field("Plaintext")).as(key.id()).isEqualTo(KeyCreation.PLAINTEXT);
  }

  private static OpenApi.Answer encrypt(OpenApi api, ExternalKey key) throws IOException {
    return api.call("Encrypt", Map.of("KeyId", key.id(), "Plaintext", KeyCreation.PLAINTEXT));
  }
}
