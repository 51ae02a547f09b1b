package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ServerHome;
import coffer.compat.harness.TestServer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// kill -9 at random points of changes under load. The numbers of rounds are the system properties
/// `coffer.rounds`, for imported material `coffer.material-rounds`, for what is inside HSMs
/// `coffer.cluster-rounds`, for the life of clusters `coffer.life-rounds`, for users and their
/// policies `coffer.ram-rounds`; `coffer.seed` repeats a run as far as timing can be repeated.
class KillTest {
  private static final int ROUNDS = Integer.getInteger("coffer.rounds", 30);
  private static final int MATERIAL_ROUNDS = Integer.getInteger("coffer.material-rounds", 30);
  private static final int CLUSTER_ROUNDS = Integer.getInteger("coffer.cluster-rounds", 30);
  private static final int RAM_ROUNDS = Integer.getInteger("coffer.ram-rounds", 30);
  private static final int LIFE_ROUNDS = Integer.getInteger("coffer.life-rounds", 30);
  private static final int ROUNDS_PER_HOME = 250;

  /// Each move takes all keys along.
  private static final int LIFE_ROUNDS_PER_HOME = 50;

  private static final int CLIENTS = 4;
  private static final int AUDIT_MINUTES_MAX = 3;

  private final Map<String, Integer> rounds = new TreeMap<>();
  private final Map<String, Integer> hits = new TreeMap<>();

  /// What clients do in one data directory.
  @FunctionalInterface
  private interface Deeds {
    List<Deed> in(ServerHome home);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whatWasAcknowledgedSurvivesAndNothingHalfMadeShows() throws Exception {
    Random random = random("KillTest");
    AtomicReference<KeyCreation> keys = new AtomicReference<>(new KeyCreation("Aliyun_AES_256"));
    kill(
        home -> {
          KeyCreation own = new KeyCreation("Aliyun_AES_256");
          keys.set(own);
          // The first is drawn twice as often as each of the others.
          return List.of(
              own,
              own,
              new ClientKeyCreation(home.folder()),
              new KeyDeletion(),
              new AliasMove(random, CLIENTS),
              new BackupMaking(home, own));
        },
        random,
        ROUNDS);
    System.out.printf("MEASURED keys acknowledged at last: %d%n", keys.get().keyCount());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void importedMaterialIsThereWholeOrNotAtAll() throws Exception {
    kill(
        _ -> {
          MaterialKeys keys = new MaterialKeys(CLIENTS);
          return Stream.of(MaterialLife.What.values())
              .<Deed>map(what -> new MaterialLife(what, keys))
              .toList();
        },
        random("KillTest material"),
        MATERIAL_ROUNDS);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void domainKeysAndKeysInsideHsmsAreWholeOrCanBeMadeAgain() throws Exception {
    kill(
        _ -> List.of(new InternalKeyCreation(), new KekChange()),
        random("KillTest clusters"),
        CLUSTER_ROUNDS);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void stepsOfClusterLifeAreDoneOrCanBeDoneAgain() throws Exception {
    kill(
        home -> {
          SoftwareHsms hsms = new SoftwareHsms(home);
          return List.of(new ClusterForming(hsms), new MemberJoin(hsms), new InstanceMove(hsms));
        },
        random("KillTest cluster life"),
        LIFE_ROUNDS,
        LIFE_ROUNDS_PER_HOME);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void usersKeysAndPoliciesAreAsTheirLastCallLeftThem() throws Exception {
    Random random = random("KillTest RAM");
    kill(
        _ -> {
          UserLife users = new UserLife();
          return List.of(users, users, new PolicyMove(random, CLIENTS));
        },
        random,
        RAM_ROUNDS);
  }

  private static Random random(String what) {
    long seed = Long.getLong("coffer.seed", System.nanoTime());
    System.out.println("SEED " + what + " " + seed);
    return new Random(seed);
  }

  /// In one data directory after the other: what all rounds of a long run would leave in one, is
  /// what its checks would be busy with.
  private void kill(Deeds deeds, Random random, int count) throws Exception {
    kill(deeds, random, count, ROUNDS_PER_HOME);
  }

  private void kill(Deeds deeds, Random random, int count, int perHome) throws Exception {
    long from = System.nanoTime();
    Duration starts = Duration.ZERO;
    for (int done = 0; done < count; done += perHome) {
      try (ServerHome home = ServerHome.shortLived()) {
        int rounds = Math.min(perHome, count - done);
        starts = starts.plus(kill(home, deeds.in(home), random, rounds));
      }
    }
    requireThatKillsHit(count, Duration.ofNanos(System.nanoTime() - from), starts);
  }

  /// @return how long the starts took
  private Duration kill(ServerHome home, List<Deed> deeds, Random random, int count)
      throws Exception {
    Duration starts = home.start().startTook();
    Set<Deed> done = new HashSet<>();
    for (int round = 0; round < count; round++) {
      Deed deed = deeds.get(random.nextInt(deeds.size()));
      deed.prepare(home.server());
      killUnder(deed, home.server(), random);
      done.add(deed);
      TestServer server = home.start();
      starts = starts.plus(server.startTook());
      boolean whole = isLookedAtWhole(round, count);
      CompletableFuture<Void> audit =
          whole
              ? CompletableFuture.runAsync(home.audit()::requireSound)
              : CompletableFuture.completedFuture(null);
      deed.requireKept(server, random);
      if (whole) {
        for (Deed each : done) {
          each.requireAllKept(server);
        }
      }
      audit.get(AUDIT_MINUTES_MAX, TimeUnit.MINUTES);
    }
    home.server().stop();
    home.audit().requireSound();
    return starts;
  }

  /// What grows with every round is looked at as a whole every so many rounds, and in the end.
  private static boolean isLookedAtWhole(int round, int count) {
    int every = count <= 50 ? 6 : 25;
    return round % every == every - 1 || round == count - 1;
  }

  private void requireThatKillsHit(int count, Duration took, Duration starts) {
    int hit = hits.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf(
        "MEASURED kills: %d of %d hit a change in flight (%s of %s); %d s, %d of them starts%n",
        hit, count, hits, rounds, took.toSeconds(), starts.toSeconds());
    assertThat(hit * 3).as("hits of %d kills", count).isGreaterThanOrEqualTo(count * 2);
  }

  private void killUnder(Deed deed, TestServer server, Random random) throws Exception {
    long killed;
    Load load = new Load(server, deed, CLIENTS);
    try (load) {
      load.awaitFirstChange();
      Thread.sleep(random.nextInt(deed.killAfterMillisMax()));
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
