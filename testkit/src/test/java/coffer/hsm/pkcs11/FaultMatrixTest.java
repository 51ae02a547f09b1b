package coffer.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.ClusterHsm;
import coffer.hsm.ClusterHsm.State;
import coffer.hsm.ClusterSeat;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmMember;
import coffer.hsm.KeyBook;
import coffer.hsm.cluster.ClusterSettings;
import coffer.hsm.cluster.HsmCluster;
import coffer.model.HsmId;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// Two HSMs, each behind a shim; one of them goes wrong in every way at every call site, under
/// load, and comes back without a restart while the other serves. All cases with
/// `-Dcoffer.long=true`, of these the ones whose name `-Dcoffer.only` finds; a part of them drawn
/// by `-Dcoffer.seed` otherwise.
@TestInstance(Lifecycle.PER_CLASS)
class FaultMatrixTest {
  private static final boolean LONG = Boolean.getBoolean("coffer.long");
  private static final int CASES = Integer.getInteger("coffer.cases", 40);
  private static final Pattern ONLY = Pattern.compile(System.getProperty("coffer.only", ""));
  private static final long LASTING_MILLIS = 300;
  private static final long REACHED_MILLIS_MAX = 20_000;
  private static final long RECOVERED_MILLIS_MAX = 30_000;

  /// A member that is lost again and again is let back later and later; here each loss is another
  /// case, which would wait for those before it.
  private static final Duration PAUSE_MAX = Duration.ofSeconds(2);

  private static final long POLL_NANOS = 200_000;

  private final ShimmedToken good;
  private final ShimmedToken bad;
  private final ClusterHsm cluster;

  FaultMatrixTest(@TempDir Path folder) {
    good = ShimmedToken.make(folder, "zone-a");
    bad = ShimmedToken.make(folder, "zone-b");
    good.found();
    bad.join(good);
    cluster =
        HsmCluster.factory(
                ClusterSettings.standard().withBackoffMax(PAUSE_MAX),
                Ticker.systemTicker(),
                new SplittableRandom(7))
            .open(List.of(seat(0, good), seat(1, bad)), KeyBook.EMPTY);
  }

  private static ClusterSeat seat(int number, ShimmedToken token) {
    return new ClusterSeat(
        new HsmId("hsm-000000000000000" + number), "zone-" + number, token::open);
  }

  @AfterAll
  void close() {
    bad.control().lift();
    cluster.close();
  }

  @Test
  void noCallFailsAndTheMemberComesBack() throws InterruptedException {
    long seed = Long.getLong("coffer.seed", System.nanoTime());
    System.out.println("SEED FaultMatrixTest " + seed);
    List<FaultCase> cases =
        LONG
            ? FaultCase.all().stream().filter(c -> ONLY.matcher(c.toString()).find()).toList()
            : drawn(new Random(seed));
    assertThat(cases).as("cases that coffer.only finds").isNotEmpty();
    List<String> broken = new ArrayList<>();
    try (FaultLoad load = new FaultLoad(cluster)) {
      for (FaultCase each : cases) {
        verdict(each, load, broken);
      }
    }
    System.out.println(
        "MEASURED faults: %d cases of %d, %d broken"
            .formatted(cases.size(), FaultCase.all().size(), broken.size()));
    assertThat(broken).isEmpty();
  }

  /// One of each family in turn.
  private static List<FaultCase> drawn(Random random) {
    Map<String, List<FaultCase>> families = new LinkedHashMap<>();
    FaultCase.all()
        .forEach(c -> families.computeIfAbsent(c.family(), _ -> new ArrayList<>()).add(c));
    families.values().forEach(family -> Collections.shuffle(family, random));
    List<FaultCase> drawn = new ArrayList<>();
    for (int turn = 0; drawn.size() < CASES; turn++) {
      for (List<FaultCase> family : families.values()) {
        boolean slow = family.getFirst().endsByItself();
        if (drawn.size() < CASES && turn < family.size() && !(slow && turn > 0)) {
          drawn.add(family.get(turn));
        }
      }
    }
    return drawn;
  }

  private void verdict(FaultCase each, FaultLoad load, List<String> broken)
      throws InterruptedException {
    FaultLoad.Tally _ = load.tally();
    bad.control().arm(each.injection());
    // On a thread of its own, as it may be the call that hangs.
    Thread _ = Thread.ofPlatform().daemon().start(() -> each.provoke(bad));
    boolean reached = await(REACHED_MILLIS_MAX, () -> bad.control().hits() > 0);
    if (each.lasting()) {
      Thread.sleep(LASTING_MILLIS);
    }
    long lifted = System.nanoTime();
    int hits = bad.control().hits();
    if (!each.endsByItself()) {
      bad.control().lift();
    }
    boolean failedFirst = settled(each, each.isWipe() ? RECOVERED_MILLIS_MAX : LASTING_MILLIS);
    boolean back = await(RECOVERED_MILLIS_MAX, () -> badServes() || state() == State.FAILED);
    // On a busy machine it fails later than it was waited for.
    failedFirst = failedFirst || settled(each, 0);
    back = back && await(RECOVERED_MILLIS_MAX, this::badServes);
    long backMillis = (System.nanoTime() - lifted) / 1_000_000;
    FaultLoad.Tally tally = load.tally();
    System.out.printf(
        "MEASURED %s: %d calls, %d failed, longest stall %d ms, %s%s after %d ms%n",
        each,
        tally.calls(),
        tally.failed().size(),
        tally.longestMillis(),
        back ? "" : "not ",
        failedFirst ? "back by the operator's retry" : "back",
        backMillis);
    boolean fine =
        reached
            && back
            && tally.wrong().isEmpty()
            && (tally.failed().isEmpty() || isTold(each, tally, hits))
            && (!failedFirst || each.mayFail());
    if (!fine) {
      broken.add(
          "%s: reached %s, back %s, hits %d, %s, member %s"
              .formatted(each, reached, back, hits, tally, cluster.health().get(1)));
      bad.control().lift();
    }
  }

  private static boolean isTold(FaultCase each, FaultLoad.Tally tally, int hits) {
    return each.isTold()
        && tally.failed().size() <= hits
        && tally.failed().stream()
            .allMatch(failure ->
                failure == HsmFailure.CALLER
                    || failure == HsmFailure.BAD_CIPHERTEXT
                    || failure == HsmFailure.UNSUPPORTED);
  }

  /// Does what the operator does about a member that waits for one.
  ///
  /// @return whether it did
  private boolean settled(FaultCase each, long millis) {
    boolean failed = each.mayFail() && await(millis, () -> state() == State.FAILED);
    if (failed) {
      if (each.isWipe()) {
        bad.join(good);
      }
      cluster.retryFailed();
    }
    return failed;
  }

  private State state() {
    return cluster.health().get(1).state();
  }

  private boolean badServes() {
    try {
      return cluster.serving(cluster.health().get(1).id()).stream()
          .peek(HsmMember::ping)
          .findAny()
          .isPresent();
    } catch (HsmException e) {
      return false;
    }
  }

  private static boolean await(long millis, BooleanSupplier holds) {
    long start = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - start >= millis * 1_000_000) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }
}
