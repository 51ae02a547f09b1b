package coffer.hsm.cluster;

import static coffer.hsm.cluster.Clusters.failing;
import static coffer.hsm.cluster.Clusters.failureOf;
import static coffer.hsm.cluster.Clusters.newKey;
import static coffer.hsm.cluster.Clusters.roundTrip;
import static coffer.hsm.cluster.Clusters.state;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.CipherParameters;
import coffer.hsm.ClusterHsm;
import coffer.hsm.ClusterHsm.State;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.model.ProtectionLevel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailOverTest {
  private final FakeMember one = new FakeMember(1);
  private final FakeMember two = new FakeMember(1);
  private final ClusterHsm cluster = Clusters.of(one, two);

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void callsGoOnToTheOtherMember() {
    HsmKey key = cluster.unwrap(newKey(cluster));
    one.before = refuse(HsmFailure.UNAVAILABLE);
    for (int i = 0; i < 100; i++) {
      roundTrip(cluster, key);
    }
    assertThat(state(cluster, 0)).isEqualTo(State.LOST);
    assertThat(state(cluster, 1)).isEqualTo(State.SERVING);
  }

  /// It has more to do than it can queue; that is no reason to do without it.
  @Test
  void aBusyMemberStaysAndItsCallsGoOn() {
    HsmKey key = cluster.unwrap(newKey(cluster));
    one.before = refuse(HsmFailure.BUSY);
    for (int i = 0; i < 20; i++) {
      roundTrip(cluster, key);
    }
    assertThat(allAre(State.SERVING)).isTrue();
    two.before = refuse(HsmFailure.BUSY);
    assertThat(failureOf(() -> roundTrip(cluster, key))).isEqualTo(HsmFailure.BUSY);
    assertThat(allAre(State.SERVING)).isTrue();
    two.before = refuse(HsmFailure.UNAVAILABLE);
    assertThat(failureOf(() -> roundTrip(cluster, key))).isEqualTo(HsmFailure.BUSY);
  }

  @Test
  void aDriverBugLosesTheMemberAndNotTheCall() {
    HsmKey key = cluster.unwrap(newKey(cluster));
    one.before =
        name -> {
          throw new IllegalStateException("bug");
        };
    for (int i = 0; i < 10; i++) {
      roundTrip(cluster, key);
    }
    assertThat(state(cluster, 0)).isEqualTo(State.LOST);
  }

  @Test
  void withNoMemberLeftCallsAreUnavailableAndRecoverByThemselves() {
    HsmKey key = cluster.unwrap(newKey(cluster));
    one.before = refuse(HsmFailure.UNAVAILABLE);
    two.before = refuse(HsmFailure.UNAVAILABLE);
    assertThat(failureOf(() -> roundTrip(cluster, key))).isEqualTo(HsmFailure.UNAVAILABLE);
    Clusters.await("both lost", () -> allAre(State.LOST));
    assertThat(failureOf(cluster::ping)).isEqualTo(HsmFailure.UNAVAILABLE);
    two.before = name -> {};
    long start = System.nanoTime();
    Clusters.await("back", () -> state(cluster, 1) == State.SERVING);
    assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
    roundTrip(cluster, key);
  }

  @Test
  void aMemberThatStaysAwayIsClosedAndConnectedAnew() {
    FakeMember first = new FakeMember(1);
    FakeMember second = new FakeMember(1);
    AtomicInteger connects = new AtomicInteger();
    List<Supplier<HsmMember>> seats =
        List.of(() -> connects.getAndIncrement() == 0 ? first : second, () -> two);
    try (ClusterHsm own = Clusters.connecting(ClusterSettings.standard(), seats)) {
      HsmKey key = own.unwrap(newKey(own));
      first.before = refuse(HsmFailure.UNAVAILABLE);
      Clusters.await(
          "connected anew",
          () -> {
            roundTrip(own, key);
            return second.calls.get() > 100;
          });
      assertThat(first.closed).isTrue();
      assertThat(connects).hasValue(2);
    }
  }

  @Test
  void aRefusedCredentialIsNeverTriedAgain() throws InterruptedException {
    HsmKey key = cluster.unwrap(newKey(cluster));
    one.before = refuse(HsmFailure.CREDENTIAL);
    for (int i = 0; i < 4; i++) {
      roundTrip(cluster, key);
    }
    assertThat(state(cluster, 0)).isEqualTo(State.FAILED);
    Clusters.await("closed", () -> one.closed);
    int calls = one.calls.get();
    Thread.sleep(500);
    assertThat(one.calls).hasValue(calls);
    assertThat(state(cluster, 0)).isEqualTo(State.FAILED);
  }

  @Test
  void aCredentialRefusedAtConnectIsNeverTriedAgain() throws InterruptedException {
    AtomicInteger connects = new AtomicInteger();
    Supplier<HsmMember> locked =
        () -> {
          connects.incrementAndGet();
          throw failing(HsmFailure.CREDENTIAL);
        };
    try (ClusterHsm own =
        Clusters.connecting(ClusterSettings.standard(), List.of(locked, () -> two))) {
      Thread.sleep(500);
      assertThat(connects).hasValue(1);
      assertThat(state(own, 0)).isEqualTo(State.FAILED);
      assertThat(state(own, 1)).isEqualTo(State.SERVING);
    }
  }

  @Test
  void aMemberThatFailedIsTriedAgainWhenAnOperatorSaysSo() {
    AtomicInteger connects = new AtomicInteger();
    Supplier<HsmMember> lockedTwice =
        () -> {
          if (connects.incrementAndGet() <= 2) {
            throw failing(HsmFailure.CREDENTIAL);
          }
          return one;
        };
    try (ClusterHsm own =
        Clusters.connecting(ClusterSettings.standard(), List.of(lockedTwice, () -> two))) {
      assertThat(state(own, 0)).isEqualTo(State.FAILED);
      own.retryFailed();
      assertThat(state(own, 0)).isEqualTo(State.FAILED);
      own.retryFailed();
      assertThat(state(own, 0)).isEqualTo(State.SERVING);
      own.retryFailed();
      assertThat(connects).hasValue(3);
    }
  }

  /// Two calls are refused at once; the operator is done before the second has told of it.
  @Test
  void aRefusalOfTheMemberBeforeSaysNothingOfTheOneThatCameAfterIt() throws Exception {
    CountDownLatch late = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(2);
    CountDownLatch connecting = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    FakeMember former = new FakeMember(1);
    FakeMember next = new FakeMember(1);
    Supplier<HsmMember> seat =
        () -> {
          if (late.getCount() > 0) {
            return former;
          }
          connecting.countDown();
          await(told);
          return next;
        };
    try (ClusterHsm own =
        Clusters.connecting(ClusterSettings.standard(), List.of(seat, () -> two))) {
      HsmKey key = own.unwrap(newKey(own));
      Thread main = Thread.currentThread();
      former.before =
          name -> {
            if (name.endsWith("crypt") && late.getCount() > 0) {
              late.countDown();
              await(connecting);
              throw failing(HsmFailure.CREDENTIAL);
            }
            if (name.endsWith("crypt") && Thread.currentThread().equals(main)) {
              throw failing(HsmFailure.CREDENTIAL);
            }
          };
      Thread slow = calling(own, key, late);
      await(late);
      // With two calls in the other member, the next comes to this one.
      two.before =
          name -> {
            boolean isMain = Thread.currentThread().equals(main);
            if (name.endsWith("crypt") && !isMain && busy.getCount() > 0) {
              busy.countDown();
              await(told);
            }
          };
      List<Thread> others = List.of(calling(own, key, busy), calling(own, key, busy));
      await(busy);
      roundTrip(own, key);
      assertThat(state(own, 0)).isEqualTo(State.FAILED);
      Thread operator = Thread.ofPlatform().start(own::retryFailed);
      slow.join();
      told.countDown();
      operator.join();
      for (Thread other : others) {
        other.join();
      }
      assertThat(state(own, 0)).isEqualTo(State.SERVING);
    }
  }

  private static Thread calling(ClusterHsm cluster, HsmKey key, CountDownLatch until) {
    return Thread.ofPlatform()
        .start(() -> {
          while (until.getCount() > 0) {
            roundTrip(cluster, key);
          }
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aSeatThatCannotConnectIsTriedAgain() {
    AtomicInteger connects = new AtomicInteger();
    Supplier<HsmMember> late =
        () -> {
          if (connects.incrementAndGet() < 4) {
            throw failing(HsmFailure.UNAVAILABLE);
          }
          return one;
        };
    try (ClusterHsm own = Clusters.connecting(ClusterSettings.standard(), List.of(late))) {
      assertThat(state(own, 0)).isEqualTo(State.LOST);
      Clusters.await("connected", () -> state(own, 0) == State.SERVING);
    }
  }

  @Test
  void unsupportedIsAnAnswerOnlyWhenNobodySupportsIt() {
    HsmKey key = cluster.unwrap(newKey(cluster));
    one.before = refuse(HsmFailure.UNSUPPORTED);
    for (int i = 0; i < 10; i++) {
      roundTrip(cluster, key);
    }
    two.before = refuse(HsmFailure.UNSUPPORTED);
    assertThat(failureOf(() -> roundTrip(cluster, key))).isEqualTo(HsmFailure.UNSUPPORTED);
    assertThat(allAre(State.SERVING)).isTrue();
  }

  @Test
  void badCiphertextAndCallersMistakesAreAnswers() {
    HsmKey key = cluster.unwrap(newKey(cluster));
    CipherParameters gcm = CipherParameters.gcm(new byte[0], new byte[0]);
    for (int i = 0; i < 10; i++) {
      assertThat(failureOf(() -> cluster.decrypt(key, gcm, new byte[40])))
          .isEqualTo(HsmFailure.BAD_CIPHERTEXT);
    }
    one.before = refuse(HsmFailure.CALLER);
    two.before = refuse(HsmFailure.CALLER);
    int calls = one.calls.get() + two.calls.get();
    assertThat(failureOf(cluster::ping)).isEqualTo(HsmFailure.CALLER);
    assertThat(one.calls.get() + two.calls.get()).isEqualTo(calls);
    assertThat(allAre(State.SERVING)).isTrue();
  }

  @Test
  void aCallThatUpsetsEveryMemberDoesNotEmptyTheCluster() {
    HsmKey key = cluster.unwrap(newKey(cluster));
    Consumer<String> upset =
        name -> {
          if (name.equals("mac")) {
            throw new IllegalStateException("bug");
          }
        };
    one.before = upset;
    two.before = upset;
    for (int i = 0; i < 100; i++) {
      assertThat(failureOf(() -> cluster.mac(key, new byte[1]))).isEqualTo(HsmFailure.UNAVAILABLE);
      roundTrip(cluster, key);
    }
  }

  @Test
  void theClusterIsAsWeakAndAsSlowAsItsWeakestAndSlowestMember() {
    assertThat(cluster.protectionLevel()).isEqualTo(ProtectionLevel.SOFTWARE);
    assertThat(cluster.mayBlock()).isFalse();
    FakeMember hardware = new FakeMember(1);
    hardware.level = ProtectionLevel.HSM;
    hardware.blocks = true;
    try (ClusterHsm mixed = Clusters.of(hardware, two);
        ClusterHsm hard = Clusters.of(hardware)) {
      assertThat(mixed.protectionLevel()).isEqualTo(ProtectionLevel.SOFTWARE);
      assertThat(mixed.mayBlock()).isTrue();
      assertThat(hard.protectionLevel()).isEqualTo(ProtectionLevel.HSM);
    }
  }

  @Test
  void warningsAreThoseOfMembersThatServe() {
    assertThat(cluster.warnings(Clusters.id(0))).containsExactly("this is a fake");
    assertThat(cluster.warnings(Clusters.id(7))).isEmpty();
  }

  @Test
  void closingEndsThreadsAndClosesMembers() {
    one.before = refuse(HsmFailure.UNAVAILABLE);
    cluster.ping();
    cluster.ping();
    cluster.close();
    assertThat(one.closed).isTrue();
    assertThat(two.closed).isTrue();
    assertThat(failureOf(cluster::ping)).isEqualTo(HsmFailure.UNAVAILABLE);
    Clusters.await(
        "threads ended",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().startsWith("hsm-seat-")));
  }

  private boolean allAre(State state) {
    return cluster.health().stream().allMatch(h -> h.state() == state);
  }

  private static Consumer<String> refuse(HsmFailure failure) {
    return name -> {
      throw failing(failure);
    };
  }
}
