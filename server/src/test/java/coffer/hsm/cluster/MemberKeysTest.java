package coffer.hsm.cluster;

import static coffer.hsm.cluster.Clusters.newKey;
import static coffer.hsm.cluster.Clusters.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.ClusterHsm;
import coffer.hsm.ClusterHsm.State;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.Material;
import coffer.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MemberKeysTest {
  private static final int KEYS_MAX = 8;
  private static final ClusterSettings SMALL =
      ClusterSettings.standard().withKeysPerMemberMax(KEYS_MAX);

  private final FakeMember member = new FakeMember(1);

  @Test
  void aKeyIsUnwrappedOnce() {
    try (ClusterHsm cluster = Clusters.of(member)) {
      HsmKey key = cluster.unwrap(newKey(cluster));
      int unwraps = member.unwraps.get();
      for (int i = 0; i < 50; i++) {
        roundTrip(cluster, key);
      }
      assertThat(member.unwraps).hasValue(unwraps);
    }
  }

  @Test
  void evictedKeysAreReleasedOnTheMember() {
    try (ClusterHsm cluster = Clusters.of(SMALL, member)) {
      for (int i = 0; i < 100; i++) {
        roundTrip(cluster, cluster.unwrap(newKey(cluster)));
      }
      assertThat(member.held).hasSizeLessThanOrEqualTo(KEYS_MAX + 1);
    }
  }

  @Test
  void releaseForgetsTheKeyOnEveryMemberAndItCanComeBack() {
    FakeMember other = new FakeMember(1);
    try (ClusterHsm cluster = Clusters.of(member, other)) {
      HsmKey key = cluster.unwrap(newKey(cluster));
      for (int i = 0; i < 10; i++) {
        roundTrip(cluster, key);
      }
      assertThat(member.held).hasSize(1);
      assertThat(other.held).hasSize(1);
      cluster.release(key);
      cluster.release(key);
      assertThat(member.held).isEmpty();
      assertThat(other.held).isEmpty();
      roundTrip(cluster, key);
    }
  }

  @Test
  void aMemberThatWasAwayForgetsBeforeItServesAgain() throws InterruptedException {
    FakeMember other = new FakeMember(1);
    CountDownLatch back = new CountDownLatch(1);
    try (ClusterHsm cluster = Clusters.of(member, other)) {
      List<Material> materials = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Material material = newKey(cluster);
        materials.add(material);
        HsmKey key = cluster.unwrap(material);
        for (int call = 0; call < 4; call++) {
          roundTrip(cluster, key);
        }
      }
      assertThat(other.held).isNotEmpty();
      other.before = name -> away(name, back);
      HsmKey any = cluster.unwrap(materials.getFirst());
      while (Clusters.state(cluster, 1) == State.SERVING) {
        roundTrip(cluster, any);
      }
      materials.forEach(material -> cluster.forget(material.version()));
      assertThat(member.held).isEmpty();
      assertThat(other.held).isNotEmpty();
      back.countDown();
      Clusters.await("it serves", () -> Clusters.state(cluster, 1) == State.SERVING);
      assertThat(other.held).isEmpty();
    }
  }

  /// Fails calls, and answers no ping until it is back.
  private static void away(String name, CountDownLatch back) {
    try {
      if (name.equals("ping")) {
        back.await();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (back.getCount() > 0) {
      throw Clusters.failing(HsmFailure.UNAVAILABLE);
    }
  }

  @Test
  void staleKeysAreUnwrappedAgainUnnoticed() {
    try (ClusterHsm cluster = Clusters.of(member)) {
      HsmKey key = cluster.unwrap(newKey(cluster));
      for (int i = 0; i < 10; i++) {
        member.held.clear();
        roundTrip(cluster, key);
        assertThat(member.held).hasSize(1);
        assertThat(Clusters.state(cluster, 0)).isEqualTo(State.SERVING);
      }
    }
  }

  @Test
  void manyCallersOfANewKeyUnwrapItOnce() throws Exception {
    try (ClusterHsm cluster = Clusters.of(member);
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      Material material = newKey(cluster);
      int unwraps = member.unwraps.get();
      member.before = MemberKeysTest::slowUnwrapping;
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(threads.submit(() -> roundTrip(cluster, cluster.unwrap(material))));
      }
      finish(calls);
      assertThat(member.unwraps).hasValue(unwraps + 1);
    }
  }

  @Test
  void evictionNeverTakesAKeyOutOfARunningCall() {
    Seeds.check(
        5,
        random -> {
          FakeMember strict = new FakeMember(1);
          try (ClusterHsm cluster = Clusters.of(SMALL.withKeysPerMemberMax(2), strict);
              ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<HsmKey> keys = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
              keys.add(cluster.unwrap(newKey(cluster)));
            }
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
              RandomGenerator own = new SplittableRandom(random.nextLong());
              calls.add(threads.submit(() -> useAndRelease(cluster, keys, own)));
            }
            finish(calls);
            assertThat(Clusters.state(cluster, 0)).isEqualTo(State.SERVING);
            keys.forEach(cluster::release);
            assertThat(strict.held).isEmpty();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  private static void useAndRelease(ClusterHsm cluster, List<HsmKey> keys, RandomGenerator random) {
    for (int i = 0; i < 500; i++) {
      HsmKey key = keys.get(random.nextInt(keys.size()));
      if (random.nextInt(20) == 0) {
        cluster.release(key);
      } else {
        roundTrip(cluster, key);
      }
    }
  }

  private static void slowUnwrapping(String operation) {
    if (operation.equals("unwrap")) {
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static void finish(List<Future<?>> calls)
      throws ExecutionException, InterruptedException {
    for (Future<?> call : calls) {
      call.get();
    }
  }
}
