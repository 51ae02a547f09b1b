package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.Custodian;
import coffer.compat.harness.OpenApi;
import coffer.compat.harness.TestServer;
import coffer.compat.harness.Text;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// ImportKeyMaterial, then DeleteKeyMaterial or the material's own end: a key has its material
/// whole, or waits for it whole, as was last acknowledged or as the one change that was on its way
/// would have it; and with the same material back, what it sealed opens.
final class MaterialLife implements Deed {
  private static final String ALGORITHM = "RSAES_OAEP_SHA_256";
  private static final String ENABLED = "Enabled";
  private static final String WAITING = "PendingImport";
  private static final int SECONDS_TO_LIVE = 1;

  /// @param states that the key may be in
  /// @param ends when the material may be gone by itself; 0 is never
  /// @param blob what it sealed; empty before that
  private record Entry(byte[] material, Set<String> states, long ends, String blob) {
    Entry in(String... possible) {
      return new Entry(material, Set.of(possible), ends, blob);
    }

    Entry ending(long when) {
      return new Entry(material, states, when, blob);
    }

    Entry sealed(String what) {
      return new Entry(material, states, ends, what);
    }
  }

  private static final Entry NONE = new Entry(new byte[32], Set.of(), 0, "");

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final Set<String> changedSince = ConcurrentHashMap.newKeySet();

  @Override
  public String name() {
    return "ImportKeyMaterial";
  }

  @Override
  public void prepare(TestServer server) {}

  @Override
  public void step(Client client) throws IOException {
    String key = client.call("CreateKey", Map.of("Origin", "EXTERNAL")).field("KeyId");
    entries.put(key, new Entry(Custodian.newKey(32), Set.of(WAITING), 0, ""));
    changedSince.add(key);
    boolean mortal = entries.size() % 3 == 0;
    imports(client, key, mortal ? Instant.now().getEpochSecond() + 1 + SECONDS_TO_LIVE : 0);
    if (mortal) {
      return;
    }
    String blob =
        client
            .call("Encrypt", Map.of("KeyId", key, "Plaintext", KeyCreation.PLAINTEXT))
            .field("CiphertextBlob");
    entries.computeIfPresent(key, (_, entry) -> entry.sealed(blob));
    if (entries.size() % 3 == 1) {
      entries.computeIfPresent(key, (_, entry) -> entry.in(ENABLED, WAITING));
      client.change("DeleteKeyMaterial", Map.of("KeyId", key));
      entries.computeIfPresent(key, (_, entry) -> entry.in(WAITING));
    }
  }

  private void imports(Client client, String key, long end) throws IOException {
    OpenApi.Answer to = client.call("GetParametersForImport", parameters(key));
    entries.computeIfPresent(key, (_, entry) -> entry.in(ENABLED, WAITING).ending(end));
    client.change("ImportKeyMaterial", material(key, to, end));
    if (end == 0) {
      entries.computeIfPresent(key, (_, entry) -> entry.in(ENABLED));
    }
  }

  private static Map<String, String> parameters(String key) {
    return Map.of("KeyId", key, "WrappingKeySpec", "RSA_2048", "WrappingAlgorithm", ALGORITHM);
  }

  private Map<String, String> material(String key, OpenApi.Answer to, long end) {
    byte[] material = entries.getOrDefault(key, NONE).material();
    return Map.of(
        "KeyId",
        key,
        "EncryptedKeyMaterial",
        Custodian.wrap(ALGORITHM, to.field("PublicKey"), material),
        "ImportToken",
        to.field("ImportToken"),
        "KeyMaterialExpireUnix",
        Long.toString(end));
  }

  @Override
  public void requireKept(TestServer server, Random random) throws IOException {
    OpenApi api = server.openApi();
    for (String key : Set.copyOf(changedSince)) {
      Entry entry = entries.getOrDefault(key, NONE);
      String state = requireState(api, key, entry);
      if (entry.ends() == 0) {
        int status = state.equals(ENABLED) ? 200 : 409;
        assertThat(encrypt(api, key).status()).as("%s is %s", key, state).isEqualTo(status);
      }
      requireTheSameAgain(api, key, entry);
      entries.put(key, entry.in(ENABLED).ending(0));
    }
    changedSince.clear();
  }

  @Override
  public void requireAllKept(TestServer server) throws IOException {
    OpenApi api = server.openApi();
    for (Map.Entry<String, Entry> each : entries.entrySet()) {
      requireState(api, each.getKey(), each.getValue());
      requireOpens(api, each.getKey(), each.getValue());
    }
  }

  private static String requireState(OpenApi api, String key, Entry entry) throws IOException {
    OpenApi.Answer described = api.call("DescribeKey", Map.of("KeyId", key)).orFail();
    assertThat(entry.states()).as(key).contains(described.field("KeyState"));
    return described.field("KeyState");
  }

  private static void requireOpens(OpenApi api, String key, Entry entry) throws IOException {
    if (!entry.blob().isEmpty()) {
      OpenApi.Answer opened = api.call("Decrypt", Map.of("CiphertextBlob", entry.blob())).orFail();
      assertThat(opened.field("Plaintext")).as(key).isEqualTo(KeyCreation.PLAINTEXT);
    }
  }

  /// Whatever became of it, the same material is taken, other material is not, and ciphertexts
  /// open.
  private void requireTheSameAgain(OpenApi api, String key, Entry entry) throws IOException {
    OpenApi.Answer to = api.call("GetParametersForImport", parameters(key)).orFail();
    OpenApi.Answer again = api.call("ImportKeyMaterial", material(key, to, 0)).orFail();
    assertThat(again.status()).isEqualTo(200);
    byte[] other = Custodian.newKey(32);
    OpenApi.Answer refused =
        api.call(
            "ImportKeyMaterial",
            Map.of(
                "KeyId",
                key,
                "EncryptedKeyMaterial",
                Custodian.wrap(ALGORITHM, to.field("PublicKey"), other),
                "ImportToken",
                to.field("ImportToken"),
                "KeyMaterialExpireUnix",
                "0"));
    assertThat(Text.field(refused.json(), "Code")).isEqualTo("InvalidKeyMaterial");
    encrypt(api, key).orFail();
    requireOpens(api, key, entry);
  }

  private static OpenApi.Answer encrypt(OpenApi api, String key) throws IOException {
    return api.call("Encrypt", Map.of("KeyId", key, "Plaintext", KeyCreation.PLAINTEXT));
  }
}
