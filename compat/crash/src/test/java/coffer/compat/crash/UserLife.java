package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.RootKey;
import coffer.compat.harness.TestServer;
import coffer.compat.harness.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Users who are made, given a key and a policy, and, every other time, lose all that again: each
/// is as its last acknowledged call left it, or as the one that was on its way would have. A key
/// that was handed out signs, and its user may what the policy says and nothing else.
final class UserLife implements Deed {
  private static final String POLICY = "AliyunKMSReadOnlyAccess";

  /// How far a user is, each with all before it.
  private enum Stage {
    ABSENT,
    BARE,
    KEYED,
    ALLOWED
  }

  private final Map<String, Set<Stage>> possible = new ConcurrentHashMap<>();
  private final Map<String, RootKey> keys = new ConcurrentHashMap<>();
  private final Set<String> gone = ConcurrentHashMap.newKeySet();
  private final AtomicInteger made = new AtomicInteger();

  @Override
  public String name() {
    return "RAM users";
  }

  @Override
  public void prepare(TestServer server) {}

  @Override
  public void step(Client kms) throws IOException {
    Client client = kms.of(kms.api().ram());
    int number = made.incrementAndGet();
    String user = "kill-" + number;
    Map<String, String> named = Map.of("UserName", user);
    Map<String, String> policy =
        Map.of("UserName", user, "PolicyType", "System", "PolicyName", POLICY);
    move(client, user, Stage.ABSENT, Stage.BARE, "CreateUser", named);
    OpenApi.Answer key = move(client, user, Stage.BARE, Stage.KEYED, "CreateAccessKey", named);
    keys.put(user, new RootKey(key.field("AccessKeyId"), key.field("AccessKeySecret")));
    move(client, user, Stage.KEYED, Stage.ALLOWED, "AttachPolicyToUser", policy);
    if (number % 2 == 0) {
      move(client, user, Stage.ALLOWED, Stage.KEYED, "DetachPolicyFromUser", policy);
      Map<String, String> its =
          Map.of("UserName", user, "UserAccessKeyId", key.field("AccessKeyId"));
      move(client, user, Stage.KEYED, Stage.BARE, "DeleteAccessKey", its);
      move(client, user, Stage.BARE, Stage.ABSENT, "DeleteUser", named);
    }
  }

  private OpenApi.Answer move(
      Client client,
      String user,
      Stage from,
      Stage to,
      String action,
      Map<String, String> parameters)
      throws IOException {
    possible.put(user, Set.of(from, to));
    OpenApi.Answer answer = client.change(action, parameters);
    possible.put(user, Set.of(to));
    return answer;
  }

  /// Takes away whom it has looked at: an account holds only so many.
  @Override
  public void requireKept(TestServer server, Random random) throws IOException {
    OpenApi ram = server.openApi().ram();
    for (Map.Entry<String, Set<Stage>> entry : Map.copyOf(possible).entrySet()) {
      String user = entry.getKey();
      Stage stage = stage(ram, user);
      assertThat(entry.getValue()).as(user).contains(stage);
      RootKey key = keys.get(user);
      if (key != null && entry.getValue().size() == 1) {
        requireServed(server, key, stage);
      }
      remove(ram, user, stage);
      possible.remove(user);
      keys.remove(user);
      gone.add(user);
    }
  }

  @Override
  public void requireAllKept(TestServer server) throws IOException {
    OpenApi.Answer users =
        server.openApi().ram().call("ListUsers", Map.of("MaxItems", "1000")).orFail();
    assertThat(Text.fields(users.json(), "UserName")).noneMatch(gone::contains);
  }

  private static Stage stage(OpenApi ram, String user) throws IOException {
    Map<String, String> named = Map.of("UserName", user);
    if (ram.call("GetUser", named).status() == 404) {
      return Stage.ABSENT;
    }
    boolean allowed =
        Text.fields(ram.call("ListPoliciesForUser", named).orFail().json(), "PolicyName")
            .contains(POLICY);
    int keys = ids(ram, user).size();
    assertThat(keys).as("keys of " + user).isBetween(allowed ? 1 : 0, 1);
    return allowed ? Stage.ALLOWED : keys == 1 ? Stage.KEYED : Stage.BARE;
  }

  private static List<String> ids(OpenApi ram, String user) throws IOException {
    return new ArrayList<>(
        Text.fields(
            ram.call("ListAccessKeys", Map.of("UserName", user)).orFail().json(), "AccessKeyId"));
  }

  private static void requireServed(TestServer server, RootKey key, Stage stage)
      throws IOException {
    OpenApi own = server.openApi(key);
    boolean keyed = stage == Stage.KEYED || stage == Stage.ALLOWED;
    assertThat(own.call("DescribeRegions", Map.of()).status()).isEqualTo(keyed ? 200 : 404);
    if (keyed) {
      boolean allowed = stage == Stage.ALLOWED;
      assertThat(own.call("ListKeys", Map.of()).status()).isEqualTo(allowed ? 200 : 403);
      assertThat(own.call("CreateKey", Map.of()).status()).isEqualTo(403);
    }
  }

  private static void remove(OpenApi ram, String user, Stage stage) throws IOException {
    if (stage == Stage.ALLOWED) {
      ram.call(
              "DetachPolicyFromUser",
              Map.of("UserName", user, "PolicyType", "System", "PolicyName", POLICY))
          .orFail();
    }
    if (stage == Stage.ALLOWED || stage == Stage.KEYED) {
      for (String id : ids(ram, user)) {
        ram.call("DeleteAccessKey", Map.of("UserName", user, "UserAccessKeyId", id)).orFail();
      }
    }
    if (stage != Stage.ABSENT) {
      ram.call("DeleteUser", Map.of("UserName", user)).orFail();
    }
  }
}
