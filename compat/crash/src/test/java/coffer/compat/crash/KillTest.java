package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ClusterKind;
import coffer.compat.harness.OpenApi;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.TestServer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// kill -9 at random points of CreateKey under load. The number of rounds is the system property
/// `coffer.rounds`; `coffer.seed` repeats a run as far as timing can be repeated.
class KillTest {
  private static final int ROUNDS = Integer.getInteger("coffer.rounds", 30);
  private static final int CLIENTS = 4;
  private static final int KILL_AFTER_MILLIS_MIN = 50;
  private static final int KILL_AFTER_MILLIS_MAX = 800;
  private static final int OLDER_SAMPLED = 20;
  private static final int AUDIT_MINUTES_MAX = 3;

  /// The trail grows with every round and is verified from its beginning: in a long run now and
  /// then.
  private static final int AUDIT_EVERY = ROUNDS <= 50 ? 1 : 10;

  private final Ledger ledger = new Ledger();
  private int hits;

  @Test
  void everyAcknowledgedKeySurvivesAndNoHalfKeyShows() throws Exception {
    long seed = Long.getLong("coffer.seed", System.nanoTime());
    System.out.println("SEED KillTest " + seed);
    Random random = new Random(seed);
    long from = System.nanoTime();
    try (ServerHome home = ServerHome.make(ClusterKind.SOFTWARE)) {
      home.start();
      int checked = 0;
      for (int round = 0; round < ROUNDS; round++) {
        killUnderLoad(home.server(), random);
        TestServer server = home.start();
        CompletableFuture<Void> audit =
            round % AUDIT_EVERY == 0
                ? CompletableFuture.runAsync(home.audit()::requireSound)
                : CompletableFuture.completedFuture(null);
        ledger.requireKept(server.openApi(), checked, OLDER_SAMPLED, random);
        if (round % AUDIT_EVERY == 0) {
          ledger.requireListIsWhole(server.openApi());
        }
        audit.get(AUDIT_MINUTES_MAX, TimeUnit.MINUTES);
        checked = ledger.entryCount();
      }
      OpenApi api = home.server().openApi();
      ledger.requireAllKept(api);
      ledger.requireListIsWhole(api);
      home.server().stop();
      home.audit().requireSound();
    }
    System.out.printf(
        "MEASURED kills: %d of %d hit a CreateKey in flight; %d keys acknowledged; %d s%n",
        hits, ROUNDS, ledger.keyCount(), (System.nanoTime() - from) / 1_000_000_000L);
    assertThat(ledger.entryCount()).isGreaterThan(ROUNDS);
    assertThat(hits * 3).as("hits of %d kills", ROUNDS).isGreaterThanOrEqualTo(ROUNDS * 2);
  }

  private void killUnderLoad(TestServer server, Random random) throws Exception {
    long killed;
    Load load = new Load(server, ledger, "Aliyun_AES_256", CLIENTS);
    try (load) {
      Thread.sleep(random.nextInt(KILL_AFTER_MILLIS_MIN, KILL_AFTER_MILLIS_MAX));
      killed = System.nanoTime();
      server.kill();
    }
    // Begun before the kill and never answered: the kill met it on its way.
    if (load.count(creation -> !creation.answered() && creation.started() < killed) > 0) {
      hits++;
    }
  }
}
