package coffer.hsm.cluster;

import static coffer.hsm.cluster.Clusters.ENCRYPT;
import static coffer.hsm.cluster.Clusters.failing;
import static coffer.hsm.cluster.Clusters.failureOf;
import static coffer.hsm.cluster.Clusters.newKey;
import static coffer.hsm.cluster.Clusters.roundTrip;
import static coffer.hsm.cluster.Clusters.state;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.ClusterHsm;
import coffer.hsm.ClusterHsm.State;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.Material;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DomainTest {
  private final FakeMember one = new FakeMember(1);
  private final FakeMember two = new FakeMember(1);
  private final FakeMember foreign = new FakeMember(2);

  @Test
  void aMemberWithAForeignKekDoesNotServe() {
    try (ClusterHsm cluster = Clusters.of(one, foreign, two)) {
      assertThat(state(cluster, 0)).isEqualTo(State.SERVING);
      assertThat(state(cluster, 1)).isEqualTo(State.FAILED);
      assertThat(state(cluster, 2)).isEqualTo(State.SERVING);
      assertThat(Clusters.health(cluster, 1).reason()).isEqualTo(Seat.FOREIGN);
      Clusters.await("closed", () -> foreign.closed);
    }
  }

  @Test
  void aMemberThatComesBackWithAnotherKekDoesNotServe() {
    AtomicInteger connects = new AtomicInteger();
    List<Supplier<HsmMember>> seats =
        List.of(() -> connects.getAndIncrement() == 0 ? one : foreign, () -> two);
    try (ClusterHsm cluster = Clusters.connecting(ClusterSettings.standard(), seats)) {
      HsmKey key = cluster.unwrap(newKey(cluster));
      one.before =
          name -> {
            throw failing(HsmFailure.UNAVAILABLE);
          };
      Clusters.await(
          "failed",
          () -> {
            roundTrip(cluster, key);
            return state(cluster, 0) == State.FAILED;
          });
      roundTrip(cluster, key);
    }
  }

  @Test
  void aMemberWithoutTheNewestDomainKeysServesOnceItHasThem() {
    one.version = 2;
    two.version = 1;
    try (ClusterHsm cluster = Clusters.of(one, two)) {
      assertThat(state(cluster, 1)).isEqualTo(State.LOST);
      two.version = 2;
      Clusters.await("serving", () -> state(cluster, 1) == State.SERVING);
    }
  }

  @Test
  void materialThatNobodyUnwrapsIsBadAndNobodysFault() {
    try (ClusterHsm cluster = Clusters.of(one, two)) {
      Material bad = material(new WrappedKey(1, WrapFormat.AES_GCM, new byte[60], new byte[0]));
      for (int i = 0; i < 4; i++) {
        assertThat(failureOf(() -> cluster.unwrap(bad))).isEqualTo(HsmFailure.BAD_CIPHERTEXT);
      }
      assertThat(state(cluster, 0)).isEqualTo(State.SERVING);
      assertThat(state(cluster, 1)).isEqualTo(State.SERVING);
    }
  }

  @Test
  void aMemberThatCannotUnwrapWhatAnotherCanIsPutOutOfService() {
    try (ClusterHsm cluster = Clusters.of(one, two)) {
      Material good = newKey(cluster);
      one.before = DomainTest::refuseUnwrapping;
      for (int i = 0; i < 4; i++) {
        roundTrip(cluster, cluster.unwrap(good));
      }
      assertThat(state(cluster, 0)).isEqualTo(State.FAILED);
      assertThat(state(cluster, 1)).isEqualTo(State.SERVING);
    }
  }

  @Test
  void aNewKeyIsProvenOnASecondMember() {
    try (ClusterHsm cluster = Clusters.of(one, two)) {
      for (KeySpec spec :
          List.of(KeySpec.ALIYUN_AES_256, KeySpec.HMAC_SHA256, KeySpec.EC_P256, KeySpec.RSA_2048)) {
        for (KeyUsage usage : spec.usages()) {
          int sum = one.unwraps.get() + two.unwraps.get();
          cluster.generate(spec, Set.of(usage));
          assertThat(one.unwraps.get() + two.unwraps.get())
              .as("%s for %s", spec, usage)
              .isEqualTo(sum + (spec.isAsymmetric() ? 1 : 2));
        }
      }
      assertThat(one.held).isEmpty();
      assertThat(two.held).isEmpty();
    }
  }

  @Test
  void theProofCanBeSwitchedOff() {
    ClusterSettings off = ClusterSettings.standard().withSecondMemberCheck(false);
    try (ClusterHsm cluster = Clusters.of(off, one, two)) {
      int unwraps = one.unwraps.get() + two.unwraps.get();
      cluster.generate(KeySpec.ALIYUN_AES_256, ENCRYPT);
      assertThat(one.unwraps.get() + two.unwraps.get()).isEqualTo(unwraps);
    }
  }

  @Test
  void aSecondMemberThatCannotUseNewKeysIsPutOutOfService() {
    try (ClusterHsm cluster = Clusters.of(one, two)) {
      two.before = DomainTest::refuseUnwrapping;
      for (int i = 0; i < 4; i++) {
        WrappedKey wrapped = cluster.generate(KeySpec.ALIYUN_AES_256, ENCRYPT);
        roundTrip(cluster, cluster.unwrap(material(wrapped)));
      }
      assertThat(state(cluster, 0)).isEqualTo(State.SERVING);
      assertThat(state(cluster, 1)).isNotEqualTo(State.SERVING);
    }
  }

  @Test
  void aSecondMemberThatIsAwayDoesNotKeepKeysFromBeingMade() {
    try (ClusterHsm cluster = Clusters.of(one, two)) {
      two.before =
          name -> {
            throw failing(HsmFailure.UNAVAILABLE);
          };
      for (int i = 0; i < 4; i++) {
        cluster.generate(KeySpec.ALIYUN_AES_256, ENCRYPT);
      }
      assertThat(state(cluster, 1)).isEqualTo(State.LOST);
    }
  }

  private static Material material(WrappedKey wrapped) {
    return new Material(
        new KeyVersionId(UUID.randomUUID()), KeySpec.ALIYUN_AES_256, ENCRYPT, wrapped);
  }

  private static void refuseUnwrapping(String operation) {
    if (operation.equals("unwrap")) {
      throw failing(HsmFailure.BAD_CIPHERTEXT);
    }
  }
}
