package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ClusterKind;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// kill -9 at random points of changes under load. The number of rounds is the system property
/// `coffer.rounds`; `coffer.seed` repeats a run as far as timing can be repeated.
class KillTest {
  private static final int ROUNDS = Integer.getInteger("coffer.rounds", 30);
  private static final int CLIENTS = 4;
  private static final int KILL_AFTER_MILLIS_MIN = 50;
  private static final int AUDIT_MINUTES_MAX = 3;

  /// What grows with every round is looked at as a whole every so many rounds.
  private static final int WHOLE_EVERY = ROUNDS <= 50 ? 6 : 25;

  private final Map<String, Integer> rounds = new TreeMap<>();
  private final Map<String, Integer> hits = new TreeMap<>();

  @Test
  void whatWasAcknowledgedSurvivesAndNothingHalfMadeShows() throws Exception {
    long seed = Long.getLong("coffer.seed", System.nanoTime());
    System.out.println("SEED KillTest " + seed);
    Random random = new Random(seed);
    long from = System.nanoTime();
    KeyCreation keys = new KeyCreation("Aliyun_AES_256");
    try (ServerHome home = ServerHome.make(ClusterKind.SOFTWARE)) {
      home.start();
      List<Deed> deeds =
          List.of(
              keys,
              new ClientKeyCreation(home.folder()),
              new KeyDeletion(),
              new MaterialLife(),
              new AliasMove(random, CLIENTS),
              new BackupMaking(home, keys));
      List<Deed> done = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        // The first is drawn twice as often as each of the others.
        Deed deed = deeds.get(Math.max(0, random.nextInt(deeds.size() + 1) - 1));
        deed.prepare(home.server());
        killUnder(deed, home.server(), random);
        done.add(deed);
        TestServer server = home.start();
        boolean whole = round % WHOLE_EVERY == WHOLE_EVERY - 1 || round == ROUNDS - 1;
        CompletableFuture<Void> audit =
            whole
                ? CompletableFuture.runAsync(home.audit()::requireSound)
                : CompletableFuture.completedFuture(null);
        deed.requireKept(server, random);
        if (whole) {
          for (Deed each : deeds) {
            if (done.contains(each)) {
              each.requireAllKept(server);
            }
          }
        }
        audit.get(AUDIT_MINUTES_MAX, TimeUnit.MINUTES);
      }
      home.server().stop();
      home.audit().requireSound();
    }
    int hit = hits.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf(
        "MEASURED kills: %d of %d hit a change in flight (%s of %s); %d keys acknowledged; %d s%n",
        hit, ROUNDS, hits, rounds, keys.keyCount(), (System.nanoTime() - from) / 1_000_000_000L);
    assertThat(hit * 3).as("hits of %d kills", ROUNDS).isGreaterThanOrEqualTo(ROUNDS * 2);
  }

  private void killUnder(Deed deed, TestServer server, Random random) throws Exception {
    long killed;
    Load load = new Load(server, deed, CLIENTS);
    try (load) {
      Thread.sleep(random.nextInt(KILL_AFTER_MILLIS_MIN, deed.killAfterMillisMax()));
      killed = System.nanoTime();
      server.kill();
      deed.killAlso();
    }
    rounds.merge(deed.name(), 1, Integer::sum);
    // Begun before the kill and never answered: the kill met it on its way.
    if (load.count(change -> !change.answered() && change.started() < killed) > 0) {
      hits.merge(deed.name(), 1, Integer::sum);
    }
  }
}
