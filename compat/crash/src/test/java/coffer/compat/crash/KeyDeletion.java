package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// ScheduleKeyDeletion and, every other time, CancelKeyDeletion: the last acknowledged state holds,
/// or that of the one call that was on its way.
final class KeyDeletion implements Deed {
  private static final String ENABLED = "Enabled";
  private static final String PENDING = "PendingDeletion";

  /// The states a key may be in.
  private final Map<String, Set<String>> possible = new ConcurrentHashMap<>();

  private final Set<String> changedSince = ConcurrentHashMap.newKeySet();

  @Override
  public String name() {
    return "ScheduleKeyDeletion";
  }

  @Override
  public void prepare(TestServer server) {}

  @Override
  public void step(Client client) throws IOException {
    String key = client.call("CreateKey", Map.of()).field("KeyId");
    possible.put(key, Set.of(ENABLED));
    changedSince.add(key);
    move(client, key, PENDING, "ScheduleKeyDeletion", Map.of("PendingWindowInDays", "7"));
    if (possible.size() % 2 == 0) {
      move(client, key, ENABLED, "CancelKeyDeletion", Map.of());
    }
  }

  private void move(Client client, String key, String to, String action, Map<String, String> more)
      throws IOException {
    possible.put(key, Set.of(ENABLED, PENDING));
    Map<String, String> parameters = new HashMap<>(more);
    parameters.put("KeyId", key);
    client.change(action, parameters);
    possible.put(key, Set.of(to));
  }

  @Override
  public void requireKept(TestServer server, Random random) throws IOException {
    requireKept(server.openApi(), changedSince);
    changedSince.clear();
  }

  @Override
  public void requireAllKept(TestServer server) throws IOException {
    requireKept(server.openApi(), new HashSet<>(possible.keySet()));
  }

  private void requireKept(OpenApi api, Set<String> keys) throws IOException {
    for (String key : keys) {
      OpenApi.Answer described = api.call("DescribeKey", Map.of("KeyId", key)).orFail();
      String state = described.field("KeyState");
      assertThat(possible.get(key)).as(key).contains(state);
      assertThat(described.json().contains("\"DeleteDate\":\"2"))
          .as(described.json())
          .isEqualTo(state.equals(PENDING));
      possible.put(key, Set.of(state));
      OpenApi.Answer encrypted =
          api.call("Encrypt", Map.of("KeyId", key, "Plaintext", KeyCreation.PLAINTEXT));
      assertThat(encrypted.status()).as(key).isEqualTo(state.equals(ENABLED) ? 200 : 409);
    }
  }
}
