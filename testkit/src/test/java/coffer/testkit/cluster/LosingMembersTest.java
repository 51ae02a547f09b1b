package coffer.testkit.cluster;

import static coffer.testkit.cluster.FaultyTokens.awaitState;
import static coffer.testkit.cluster.FaultyTokens.pause;
import static coffer.testkit.cluster.FaultyTokens.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import coffer.hsm.ClusterHsm;
import coffer.hsm.ClusterHsm.State;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.testkit.Faults;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The promise of the cluster: losing one of two members fails no call, losing both is told, and
/// getting one back is enough.
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LosingMembersTest {
  private static final int CALLS = 300;

  private final FaultyTokens tokens;
  private ClusterHsm cluster;

  LosingMembersTest(@TempDir Path directory) {
    tokens = new FaultyTokens(directory);
    cluster = tokens.cluster(0, 1);
  }

  @BeforeEach
  void form() {
    cluster.close();
    tokens.allOk();
    cluster = tokens.cluster(0, 1);
  }

  @AfterAll
  void close() {
    cluster.close();
  }

  @Test
  void aMemberThatRefusesFailsNoCall() {
    loseEachInTurn(faults -> faults.refuse(HsmFailure.UNAVAILABLE), true);
  }

  @Test
  void aMemberThatHangsFailsNoCall() {
    loseEachInTurn(Faults::hang, true);
  }

  @Test
  void aMemberThatHangsInOneOperationFailsNoCall() {
    loseEachInTurn(faults -> faults.hang("encrypt"), false);
  }

  @Test
  void aMemberWhoseKeysAreStaleForGoodFailsNoCall() {
    loseEachInTurn(faults -> faults.refuse(HsmFailure.STALE_KEY), true);
  }

  @Test
  void aMemberThatForgetsItsKeysFailsNoCallAndIsNotLost() {
    loseEachInTurn(Faults::forget, false);
  }

  @Test
  void aSlowMemberFailsNoCall() {
    loseEachInTurn(faults -> faults.delay(50), false);
  }

  @Test
  void aLockedMemberFailsNoCallAndStaysAway() {
    try (Load load = new Load(cluster)) {
      load.go(CALLS);
      tokens.faults(0).refuse(HsmFailure.CREDENTIAL);
      load.go(CALLS);
      awaitState(cluster, 0, State.FAILED);
      tokens.faults(0).ok();
      load.go(CALLS);
      assertThat(load.failures()).isEmpty();
    }
    assertThat(state(cluster, 0)).isEqualTo(State.FAILED);
  }

  @Test
  void withBothMembersLostCallsAreUnavailableAndOneGivenBackServesWithinASecond() {
    HsmKey key = Load.newKey(cluster, KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    for (int given = 0; given < 2; given++) {
      tokens.faults(0).refuse(HsmFailure.UNAVAILABLE);
      tokens.faults(1).refuse(HsmFailure.UNAVAILABLE);
      assertUnavailable(key);
      awaitState(cluster, 0, State.LOST);
      awaitState(cluster, 1, State.LOST);
      pause(1_500);
      assertUnavailable(key);
      tokens.faults(given).ok();
      long back = System.nanoTime();
      awaitState(cluster, given, State.SERVING);
      assertThat(Load.roundTrip(cluster, key)).isTrue();
      assertThat((System.nanoTime() - back) / 1_000_000).as("millis to recover").isLessThan(1_000);
      tokens.faults(1 - given).ok();
      awaitState(cluster, 1 - given, State.SERVING);
    }
  }

  @Test
  void keysAreMadeWhileAMemberIsAwayAndServeOnItAfterwards() {
    tokens.faults(0).refuse(HsmFailure.UNAVAILABLE);
    HsmKey key = Load.newKey(cluster, KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    tokens.faults(0).ok();
    awaitState(cluster, 0, State.SERVING);
    tokens.faults(1).refuse(HsmFailure.UNAVAILABLE);
    assertThat(Load.roundTrip(cluster, key)).isTrue();
  }

  @Test
  void everySpecIsProvenOnASecondMember() {
    for (KeySpec spec : KeySpec.values()) {
      if (spec != KeySpec.RSA_3072 && spec != KeySpec.RSA_4096) {
        for (KeyUsage usage : spec.usages()) {
          cluster.generate(spec, Set.of(usage));
        }
      }
    }
    tokens.faults(1).refuse(HsmFailure.BAD_CIPHERTEXT, "unwrap");
    HsmKey key = Load.newKey(cluster, KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    awaitState(cluster, 1, State.FAILED);
    assertThat(Load.roundTrip(cluster, key)).isTrue();
  }

  @Test
  void aMemberWithAForeignKekIsNotUsed() {
    try (ClusterHsm mixed = tokens.cluster(0, 2, 1)) {
      assertThat(state(mixed, 0)).isEqualTo(State.SERVING);
      assertThat(state(mixed, 1)).isEqualTo(State.FAILED);
      assertThat(state(mixed, 2)).isEqualTo(State.SERVING);
      try (Load load = new Load(mixed)) {
        load.go(CALLS);
        assertThat(load.failures()).isEmpty();
      }
    }
  }

  private void loseEachInTurn(Consumer<Faults> lose, boolean isLost) {
    try (Load load = new Load(cluster)) {
      for (int i = 0; i < 4; i++) {
        Faults faults = tokens.faults(i % 2);
        load.go(CALLS);
        lose.accept(faults);
        load.go(CALLS);
        if (isLost) {
          awaitState(cluster, i % 2, State.LOST);
        }
        faults.ok();
        awaitState(cluster, i % 2, State.SERVING);
        assertThat(load.failures()).isEmpty();
      }
    }
  }

  private void assertUnavailable(HsmKey key) {
    HsmException e = catchThrowableOfType(HsmException.class, () -> Load.roundTrip(cluster, key));
    assertThat(e.failure()).isEqualTo(HsmFailure.UNAVAILABLE);
  }
}
