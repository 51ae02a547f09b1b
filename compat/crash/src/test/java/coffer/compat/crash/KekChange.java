package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// RotateClusterKey by one client while others make keys: it is done or can be done again, the
/// version that was answered stays, and every key of whatever version decrypts.
final class KekChange implements Deed {
  private static final int OLDER_SAMPLED = 20;
  private static final int REST_MILLIS = 100;
  private static final int KILL_AFTER_MILLIS_MAX = 120;

  private record Entry(String keyId, String ciphertext) {}

  private final List<Entry> entries = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger acknowledged = new AtomicInteger(1);
  private int checked;
  private volatile String cluster = "";

  @Override
  public String name() {
    return "RotateClusterKey";
  }

  @Override
  public void prepare(TestServer server) throws IOException {
    cluster = server.hsmApi().call("ListClusters", Map.of()).orFail().field("ClusterId");
  }

  @Override
  public void step(Client client) throws IOException {
    if (client.number() == 0) {
      OpenApi.Answer answer =
          client.of(client.api().hsm()).change("RotateClusterKey", Map.of("ClusterId", cluster));
      if (answer.field("Status").equals("success")) {
        acknowledged.incrementAndGet();
      }
      // Every version stays, and is looked at whenever an HSM connects.
      client.rest(Instant.now().plusMillis(REST_MILLIS));
      return;
    }
    String key = client.call("CreateKey", Map.of()).field("KeyId");
    OpenApi.Answer answer =
        client.call("Encrypt", Map.of("KeyId", key, "Plaintext", KeyCreation.PLAINTEXT));
    entries.add(new Entry(key, answer.field("CiphertextBlob")));
  }

  @Override
  public int killAfterMillisMax() {
    return KILL_AFTER_MILLIS_MAX;
  }

  @Override
  public void requireKept(TestServer server, Random random) throws IOException {
    List<Entry> chosen = new ArrayList<>(entries.subList(checked, entries.size()));
    for (int i = 0; i < OLDER_SAMPLED && checked > 0; i++) {
      chosen.add(entries.get(random.nextInt(checked)));
    }
    requireOpen(server.openApi(), chosen);
    checked = entries.size();
    requireVersions(server);
  }

  @Override
  public void requireAllKept(TestServer server) throws IOException {
    requireOpen(server.openApi(), List.copyOf(entries));
  }

  private static void requireOpen(OpenApi api, List<Entry> chosen) throws IOException {
    for (Entry entry : chosen) {
      OpenApi.Answer opened =
          api.call("Decrypt", Map.of("CiphertextBlob", entry.ciphertext())).orFail();
      assertThat(opened.field("Plaintext")).as(entry.keyId()).isEqualTo(KeyCreation.PLAINTEXT);
    }
  }

  /// And that it can be done again, whatever the kill left.
  private void requireVersions(TestServer server) throws IOException {
    int now = version(server);
    assertThat(now).isGreaterThanOrEqualTo(acknowledged.get());
    OpenApi own = server.hsmApi();
    OpenApi.Answer again =
        SoftwareHsms.ended(
            own, own.call("RotateClusterKey", Map.of("ClusterId", cluster)).orFail());
    assertThat(again.field("Status")).isEqualTo("success");
    assertThat(version(server)).isEqualTo(now + 1);
    acknowledged.set(now + 1);
  }

  private int version(TestServer server) throws IOException {
    OpenApi.Answer keys =
        server.hsmApi().call("GetClusterKeys", Map.of("ClusterId", cluster)).orFail();
    return Integer.parseInt(keys.field("KekVersion"));
  }
}
