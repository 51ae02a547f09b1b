package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// SetDefaultPolicyVersion to and fro among three versions of a policy: the version that counts is
/// the last acknowledged one, or that of the call that was on its way; never none, never two.
final class PolicyMove implements Deed {
  private static final List<String> VERSIONS = List.of("v1", "v2", "v3");
  private static final Pattern IS_DEFAULT = Pattern.compile("\"IsDefaultVersion\"\\s*:\\s*true");

  private final Map<String, Set<String>> possible = new ConcurrentHashMap<>();
  private final Random random;
  private final int policies;

  PolicyMove(Random random, int policies) {
    this.random = random;
    this.policies = policies;
  }

  @Override
  public String name() {
    return "SetDefaultPolicyVersion";
  }

  @Override
  public void prepare(TestServer server) throws IOException {
    if (!possible.isEmpty()) {
      return;
    }
    OpenApi ram = server.openApi().ram();
    for (int i = 0; i < policies; i++) {
      String name = policy(i);
      ram.call("CreatePolicy", Map.of("PolicyName", name, "PolicyDocument", document(0))).orFail();
      for (int version = 1; version < VERSIONS.size(); version++) {
        ram.call(
                "CreatePolicyVersion",
                Map.of("PolicyName", name, "PolicyDocument", document(version)))
            .orFail();
      }
      possible.put(name, Set.of(VERSIONS.getFirst()));
    }
  }

  private static String policy(int number) {
    return "kill-policy-" + number;
  }

  private static String document(int version) {
    return "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"kms:Encrypt\","
        + "\"Resource\":\"acs:kms:*:*:key/v"
        + version
        + "\"}]}";
  }

  @Override
  public void step(Client client) throws IOException {
    String name = policy(client.number());
    String now = possible.get(name).iterator().next();
    int by = 1 + random.nextInt(VERSIONS.size() - 1);
    String next = VERSIONS.get((VERSIONS.indexOf(now) + by) % VERSIONS.size());
    possible.put(name, Set.of(now, next));
    client
        .of(client.api().ram())
        .change("SetDefaultPolicyVersion", Map.of("PolicyName", name, "VersionId", next));
    possible.put(name, Set.of(next));
  }

  @Override
  public void requireKept(TestServer server, Random unused) throws IOException {
    requireAllKept(server);
  }

  @Override
  public void requireAllKept(TestServer server) throws IOException {
    OpenApi ram = server.openApi().ram();
    for (Map.Entry<String, Set<String>> entry : Map.copyOf(possible).entrySet()) {
      Map<String, String> named = Map.of("PolicyName", entry.getKey(), "PolicyType", "Custom");
      String counts = ram.call("GetPolicy", named).orFail().field("DefaultVersion");
      assertThat(entry.getValue()).as(entry.getKey()).contains(counts);
      String listed = ram.call("ListPolicyVersions", named).orFail().json();
      assertThat(IS_DEFAULT.matcher(listed).results().count()).as(listed).isEqualTo(1);
      possible.put(entry.getKey(), Set.of(counts));
    }
  }
}
