package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.TestServer;
import coffer.compat.harness.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// UpdateAlias to and fro among three keys: an alias names the last acknowledged key, or the one of
/// the call that was on its way; never none, never two.
final class AliasMove implements Deed {
  private final List<String> keys = new ArrayList<>();
  private final Map<String, Set<String>> possible = new ConcurrentHashMap<>();
  private final Random random;
  private final int aliases;

  AliasMove(Random random, int aliases) {
    this.random = random;
    this.aliases = aliases;
  }

  @Override
  public String name() {
    return "UpdateAlias";
  }

  @Override
  public void prepare(TestServer server) throws IOException {
    if (!keys.isEmpty()) {
      return;
    }
    OpenApi api = server.openApi();
    for (int i = 0; i < 3; i++) {
      keys.add(api.createKey("Aliyun_AES_256"));
    }
    for (int i = 0; i < aliases; i++) {
      api.call("CreateAlias", Map.of("AliasName", alias(i), "KeyId", keys.getFirst())).orFail();
      possible.put(alias(i), Set.of(keys.getFirst()));
    }
  }

  private static String alias(int number) {
    return "alias/kill-" + number;
  }

  @Override
  public void step(Client client) throws IOException {
    String alias = alias(client.number());
    String now = possible.get(alias).iterator().next();
    String next = keys.get((keys.indexOf(now) + 1 + random.nextInt(2)) % keys.size());
    possible.put(alias, Set.of(now, next));
    client.change("UpdateAlias", Map.of("AliasName", alias, "KeyId", next));
    possible.put(alias, Set.of(next));
  }

  @Override
  public void requireKept(TestServer server, Random unused) throws IOException {
    requireAllKept(server);
  }

  @Override
  public void requireAllKept(TestServer server) throws IOException {
    OpenApi api = server.openApi();
    for (Map.Entry<String, Set<String>> entry : Map.copyOf(possible).entrySet()) {
      String alias = entry.getKey();
      String key = api.call("DescribeKey", Map.of("KeyId", alias)).orFail().field("KeyId");
      assertThat(entry.getValue()).as(alias).contains(key);
      possible.put(alias, Set.of(key));
      for (String other : keys) {
        OpenApi.Answer listed =
            api.call("ListAliasesByKeyId", Map.of("KeyId", other, "PageSize", "100")).orFail();
        assertThat(Text.fields(listed.json(), "AliasName").contains(alias))
            .as(alias + " " + listed.json())
            .isEqualTo(other.equals(key));
      }
    }
  }
}
