package coffer.hsm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.ClusterHsm;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RsaPoolTest {
  private static final Set<KeyUsage> SIGN = Set.of(KeyUsage.SIGN_VERIFY);
  private static final Set<KeyUsage> ENCRYPT = Set.of(KeyUsage.ENCRYPT_DECRYPT);
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final List<String> made = Collections.synchronizedList(new ArrayList<>());

  private WrappedKey make(KeySpec spec, Set<KeyUsage> usages) {
    made.add(spec + " " + usages);
    return new WrappedKey(1, WrapFormat.AES_KWP, new byte[] {(byte) made.size()}, new byte[0]);
  }

  @Test
  void nothingIsMadeBeforeAKindWasAskedForAndThenOnlyThatKind() throws Exception {
    try (RsaPool pool = new RsaPool(new RsaPoolSizes(2, 1, 1), AT_ONCE, this::make)) {
      Thread.sleep(50);
      assertThat(made).isEmpty();
      assertThat(pool.take(KeySpec.RSA_2048, SIGN)).isEmpty();
      Clusters.await("it is filled", () -> pool.size() == 2);
      assertThat(made).containsOnly("RSA_2048 " + SIGN);
      assertThat(pool.take(KeySpec.RSA_3072, SIGN)).isEmpty();
      assertThat(pool.take(KeySpec.RSA_2048, ENCRYPT)).isEmpty();
      Clusters.await("all three kinds are there", () -> pool.size() == 5);
      Thread.sleep(100);
      assertThat(made).hasSize(5);
    }
  }

  @Test
  void whatWasTakenIsMadeAnewAndNobodyGetsTheSame() {
    try (RsaPool pool = new RsaPool(new RsaPoolSizes(3, 0, 0), AT_ONCE, this::make)) {
      assertThat(pool.take(KeySpec.RSA_2048, SIGN)).isEmpty();
      Set<Byte> seen = new HashSet<>();
      for (int round = 0; round < 4; round++) {
        Clusters.await("it is filled", () -> pool.size() == 3);
        for (int i = 0; i < 3; i++) {
          assertThat(seen.add(pool.take(KeySpec.RSA_2048, SIGN).orElseThrow().wrapped()[0]))
              .isTrue();
        }
      }
    }
  }

  @Test
  void aSizeOfNoneMakesNothing() throws Exception {
    try (RsaPool pool = new RsaPool(new RsaPoolSizes(1, 0, 0), AT_ONCE, this::make)) {
      assertThat(pool.take(KeySpec.RSA_4096, SIGN)).isEmpty();
      Thread.sleep(50);
      assertThat(made).isEmpty();
    }
  }

  @Test
  void whoWaitsForAKeyOfHisOwnGoesFirst() throws Exception {
    try (RsaPool pool = new RsaPool(new RsaPoolSizes(1, 0, 0), AT_ONCE, this::make)) {
      int madeMeanwhile =
          pool.first(() -> {
            assertThat(pool.take(KeySpec.RSA_2048, SIGN)).isEmpty();
            try {
              Thread.sleep(100);
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            return made.size();
          });
      assertThat(madeMeanwhile).isZero();
      Clusters.await("it is filled", () -> pool.size() == 1);
    }
  }

  @Test
  void aClosedPoolHoldsNothingAndDropsWhatIsBeingMade() throws Exception {
    CountDownLatch making = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    RsaPool pool =
        new RsaPool(
            new RsaPoolSizes(2, 0, 0),
            AT_ONCE,
            (spec, usages) -> {
              WrappedKey key = make(spec, usages);
              if (made.size() == 2) {
                making.countDown();
                try {
                  assertThat(go.await(10, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              }
              return key;
            });
    pool.take(KeySpec.RSA_2048, SIGN);
    assertThat(making.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.size()).isOne();
    pool.close();
    go.countDown();
    Thread.sleep(100);
    assertThat(pool.size()).isZero();
    assertThat(pool.take(KeySpec.RSA_2048, SIGN)).isEmpty();
    assertThat(made).hasSize(2);
  }

  @Test
  void aFailureIsNotTriedAgainAtOnce() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    try (RsaPool pool =
        new RsaPool(
            new RsaPoolSizes(2, 0, 0),
            AT_ONCE,
            (_, _) -> {
              tries.incrementAndGet();
              throw new HsmException(HsmFailure.UNAVAILABLE, "on command");
            })) {
      assertThat(pool.take(KeySpec.RSA_2048, SIGN)).isEmpty();
      Clusters.await("it was tried", () -> tries.get() == 1);
      Thread.sleep(100);
      assertThat(tries).hasValue(1);
      assertThat(pool.size()).isZero();
    }
  }

  private static ClusterSettings pooling() {
    return ClusterSettings.standard().withRsaPool(new RsaPoolSizes(1, 0, 0), AT_ONCE);
  }

  /// Counts what the members made, waits until it stops growing.
  private static int generated(AtomicInteger count) throws InterruptedException {
    int before = -1;
    while (before != count.get()) {
      before = count.get();
      Thread.sleep(1_000);
    }
    return before;
  }

  @Test
  void aClusterHandsOutWhatWasMadeAheadAndProvesItFirst() throws Exception {
    AtomicInteger generations = new AtomicInteger();
    FakeMember one = new FakeMember(1);
    FakeMember two = new FakeMember(1);
    for (FakeMember member : List.of(one, two)) {
      member.before =
          name -> {
            if (name.equals("generate")) {
              generations.incrementAndGet();
            }
          };
    }
    try (ClusterHsm cluster = Clusters.of(pooling(), one, two)) {
      WrappedKey first = cluster.generate(KeySpec.RSA_2048, SIGN);
      int afterFirst = generated(generations);
      int unwrapsBefore = one.unwraps.get() + two.unwraps.get();
      WrappedKey second = cluster.generate(KeySpec.RSA_2048, SIGN);
      assertThat(Arrays.equals(first.wrapped(), second.wrapped())).isFalse();
      assertThat(one.unwraps.get() + two.unwraps.get()).isGreaterThanOrEqualTo(unwrapsBefore + 2);
      int afterSecond = generated(generations);
      // The second was there; its successor is the only one that was made.
      assertThat(afterSecond).isEqualTo(afterFirst + 1);
    }
  }

  @Test
  void whatWasWrappedUnderAnEarlierKekIsNotHandedOut() throws Exception {
    AtomicInteger generations = new AtomicInteger();
    FakeMember member = new FakeMember(1);
    try (ClusterHsm cluster = Clusters.of(pooling(), member)) {
      member.before =
          name -> {
            if (name.equals("generate")) {
              generations.incrementAndGet();
            }
          };
      cluster.generate(KeySpec.RSA_2048, SIGN);
      int before = generated(generations);
      assertThat(before).isEqualTo(2);
      member.version = 2;
      cluster.generate(KeySpec.RSA_2048, SIGN);
      assertThat(generations.get()).isGreaterThan(before);
    }
  }

  @Test
  void whatDoesNotUnwrapAnyMoreIsNotHandedOut() throws Exception {
    AtomicInteger generations = new AtomicInteger();
    AtomicInteger refusals = new AtomicInteger();
    FakeMember member = new FakeMember(1);
    try (ClusterHsm cluster = Clusters.of(pooling(), member)) {
      member.before =
          name -> {
            if (name.equals("generate")) {
              generations.incrementAndGet();
            }
            if (name.equals("unwrap") && refusals.getAndDecrement() > 0) {
              throw Clusters.failing(HsmFailure.BAD_CIPHERTEXT);
            }
          };
      cluster.generate(KeySpec.RSA_2048, SIGN);
      int before = generated(generations);
      refusals.set(1);
      cluster.generate(KeySpec.RSA_2048, SIGN);
      assertThat(generations.get()).isGreaterThan(before);
      assertThat(Clusters.state(cluster, 0)).isEqualTo(ClusterHsm.State.SERVING);
    }
  }

  @Test
  void otherKeysAreNeverMadeAhead() throws Exception {
    AtomicInteger generations = new AtomicInteger();
    FakeMember member = new FakeMember(1);
    try (ClusterHsm cluster = Clusters.of(pooling(), member)) {
      member.before =
          name -> {
            if (name.equals("generate")) {
              generations.incrementAndGet();
            }
          };
      cluster.generate(KeySpec.ALIYUN_AES_256, ENCRYPT);
      cluster.generate(KeySpec.EC_P256, SIGN);
      Thread.sleep(50);
      assertThat(generations).hasValue(2);
    }
    assertThat(RsaPoolSizes.STANDARD.of(KeySpec.EC_P256)).isZero();
  }
}
