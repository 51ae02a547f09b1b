package coffer.compat.soak;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ClientKeyFiles;
import coffer.compat.harness.ServerHome;
import com.aliyun.dkms.gcs.openapi.models.Config;
import com.aliyun.dkms.gcs.sdk.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// The official SDK's calls while one HSM or the other goes wrong: as long as one works, none
/// fails, none is answered wrongly, and all are in the audit trail.
class SoakTest {
  private static final int CALLERS = 4;
  private static final Duration SHORT = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofMinutes(10);

  @Test
  void noCallFailsWhileOneHsmWorks() throws Exception {
    long seed = Long.getLong("coffer.seed", System.nanoTime());
    System.out.println("SEED soak " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    ShimmedHsms hsms = new ShimmedHsms();
    try (ServerHome home = ServerHome.with(hsms::settings)) {
      home.start();
      Tally tally = new Tally();
      Weather weather = new Weather(home, hsms.all(), random.split());
      AtomicBoolean ended = new AtomicBoolean();
      List<Thread> callers = callers(home, tally, random, ended);
      try {
        weather.last(Boolean.getBoolean("coffer.long") ? LONG : SHORT);
        weather.wipe(hsms.all().getFirst());
      } finally {
        ended.set(true);
        for (Thread caller : callers) {
          caller.join();
        }
        tell(tally, weather);
      }
      assertThat(tally.failures()).as("failed while %s", weather.told()).isEmpty();
      assertThat(tally.wrong()).as("wrong while %s", weather.told()).isEmpty();
      assertThat(weather.hits()).isPositive();
      home.server().stop();
      assertThat(unlogged(home, tally)).isEmpty();
      home.audit().requireSound();
    }
  }

  private static List<Thread> callers(
      ServerHome home, Tally tally, SplittableRandom random, AtomicBoolean ended) throws Exception {
    Caller.Keys keys =
        new Caller.Keys(
            key(home, "Aliyun_AES_256", "ENCRYPT/DECRYPT"),
            key(home, "RSA_2048", "SIGN/VERIFY"),
            key(home, "EC_P256", "SIGN/VERIFY"));
    ClientKeyFiles files = home.clientKey("soak");
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      Config config =
          new Config()
              .setProtocol("https")
              .setEndpoint(home.server().hostAndPort())
              .setClientKeyFile(files.key().toString())
              .setPassword(Files.readString(files.password()))
              .setCaFilePath(files.ca().toString());
      Caller caller = new Caller(new Client(config), keys, tally, random.split(), ended::get);
      callers.add(Thread.ofPlatform().name("caller-" + i).start(caller));
    }
    return callers;
  }

  private static String key(ServerHome home, String spec, String usage) throws IOException {
    return home.server()
        .openApi()
        .call("CreateKey", Map.of("KeySpec", spec, "KeyUsage", usage))
        .orFail()
        .field("KeyId");
  }

  private static Set<String> unlogged(ServerHome home, Tally tally) {
    Set<String> missing = new HashSet<>(tally.requests());
    missing.removeAll(home.audit().requestIds());
    return missing;
  }

  private static void tell(Tally tally, Weather weather) {
    System.out.printf(
        "MEASURED soak: %d calls %s, %d failed, %d wrong, %d faults met by %d calls of a module,"
            + " longest call %d ms, slowest recovery %d ms%n",
        tally.calls(),
        tally.byAction(),
        tally.failures().size(),
        tally.wrong().size(),
        weather.faults(),
        weather.hits(),
        tally.longestMillis(),
        weather.slowestMillis());
  }
}
