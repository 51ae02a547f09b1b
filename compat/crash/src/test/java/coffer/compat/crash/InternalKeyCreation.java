package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// CreateKey for keys inside the HSMs: what was acknowledged works, and what was not is inside none
/// of them after the restart.
final class InternalKeyCreation implements Deed {
  /// An instance holds 1,000 of them at most.
  private static final int KEYS_PER_ROUND = 6;

  private static final int KILL_AFTER_MILLIS_MAX = 40;
  private static final int REST_MILLIS = 5;

  private static final Pattern COUNT = Pattern.compile("\"InternalKeyVersions\"\\s*:\\s*(\\d+)");

  private final KeyCreation keys = new KeyCreation("Aliyun_AES_256", "HsmInternal");
  private final AtomicInteger left = new AtomicInteger();
  private volatile String cluster = "";

  @Override
  public String name() {
    return "CreateKey HsmInternal";
  }

  @Override
  public void prepare(TestServer server) throws IOException {
    cluster = server.hsmApi().call("ListClusters", Map.of()).orFail().field("ClusterId");
    left.set(KEYS_PER_ROUND);
  }

  @Override
  public void step(Client client) throws IOException {
    if (left.getAndDecrement() > 0) {
      keys.step(client);
    } else {
      client.rest(Instant.now().plusMillis(REST_MILLIS));
    }
  }

  @Override
  public int killAfterMillisMax() {
    return KILL_AFTER_MILLIS_MAX;
  }

  @Override
  public void requireKept(TestServer server, Random random) throws IOException {
    keys.requireKept(server, random);
    requireNothingUnknown(server);
  }

  @Override
  public void requireAllKept(TestServer server) throws IOException {
    keys.requireAllKept(server);
    requireNothingUnknown(server);
  }

  private void requireNothingUnknown(TestServer server) throws IOException {
    OpenApi.Answer held =
        server.hsmApi().call("GetClusterKeys", Map.of("ClusterId", cluster)).orFail();
    List<String> counts =
        COUNT.matcher(held.json()).results().map(count -> count.group(1)).toList();
    assertThat(counts).hasSize(2);
    assertThat(counts.getFirst()).isEqualTo(counts.getLast());
    assertThat(held.json().replaceAll("\\s", "")).doesNotContain("\"UnknownKeyVersionIds\":[\"");
  }
}
