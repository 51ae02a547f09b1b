package coffer.compat.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.RootKey;
import coffer.compat.harness.ServerHome;
import com.aliyun.kms20160120.Client;
import com.aliyun.kms20160120.models.EncryptRequest;
import com.aliyun.kms20160120.models.ListKeysRequest;
import com.aliyun.tea.TeaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// One program that calls without end leaves the others their share.
class FairUseTest {
  private static final int PER_SECOND = 4;
  private static final int GREEDY_SECONDS = 4;
  private static final int GREEDY_CALLERS = 24;

  private record Tally(int served, int throttled) {}

  @Test
  void onlyWhoCallsTooOftenIsThrottled() throws Exception {
    String limits = "fair-use:\n  symmetric: " + PER_SECOND + "\n  wait: 100ms\n";
    try (ServerHome home = ServerHome.configured(limits)) {
      home.start();
      String key = home.server().openApi().createKey("Aliyun_AES_256");
      Client greedy = Sdk.client(home, SignatureVersion.V3, user(home, "greedy"));
      Client modest = Sdk.client(home, SignatureVersion.V3, user(home, "modest"));
      List<Future<Tally>> callers = new ArrayList<>();
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(GREEDY_SECONDS);
      try (ExecutorService threads = Executors.newFixedThreadPool(GREEDY_CALLERS)) {
        for (int i = 0; i < GREEDY_CALLERS; i++) {
          callers.add(threads.submit(() -> callUntil(until, greedy, key)));
        }
        for (int i = 0; i < PER_SECOND; i++) {
          encrypt(modest, key);
        }
        assertThat(greedy.listKeys(new ListKeysRequest()).getStatusCode()).isEqualTo(200);
      }
      int served = 0;
      int throttled = 0;
      for (Future<Tally> caller : callers) {
        served += caller.get().served();
        throttled += caller.get().throttled();
      }
      assertThat(throttled).as("throttled").isPositive();
      // The first share at once, one for each second, and what waited at the end.
      assertThat(served).isBetween(PER_SECOND, PER_SECOND * (GREEDY_SECONDS + 3));
      assertThat(home.server().throttledForFairUse()).isEqualTo(throttled);
      assertThat(home.audit().outcomes()).contains("THROTTLING");
    }
  }

  private static Tally callUntil(long until, Client client, String key) throws Exception {
    int served = 0;
    int throttled = 0;
    while (System.nanoTime() < until) {
      try {
        encrypt(client, key);
        served++;
      } catch (TeaException e) {
        assertThat(e.getCode()).isEqualTo("Rejected.Throttling");
        assertThat(e.getStatusCode()).isEqualTo(429);
        throttled++;
      }
    }
    return new Tally(served, throttled);
  }

  private static void encrypt(Client client, String key) throws Exception {
    client.encrypt(new EncryptRequest().setKeyId(key).setPlaintext("aGVsbG8="));
  }

  private static RootKey user(ServerHome home, String name) throws Exception {
    OpenApi ram = home.server().openApi().ram();
    ram.call("CreateUser", Map.of("UserName", name)).orFail();
    ram.call(
            "AttachPolicyToUser",
            Map.of("UserName", name, "PolicyName", "AliyunKMSFullAccess", "PolicyType", "System"))
        .orFail();
    OpenApi.Answer key = ram.call("CreateAccessKey", Map.of("UserName", name)).orFail();
    return new RootKey(key.field("AccessKeyId"), key.field("AccessKeySecret"));
  }
}
