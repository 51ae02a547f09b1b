package coffer.hsm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.CipherParameters;
import coffer.hsm.ClusterHsm;
import coffer.hsm.ClusterHsm.MemberHealth;
import coffer.hsm.ClusterHsm.State;
import coffer.hsm.ClusterSeat;
import coffer.hsm.Hsm;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.KeyBook;
import coffer.hsm.Material;
import coffer.hsm.Opened;
import coffer.hsm.Sealed;
import coffer.model.HsmId;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.SecretBytes;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Clusters of fakes, and what tests do with them.
final class Clusters {
  static final Set<KeyUsage> ENCRYPT = Set.of(KeyUsage.ENCRYPT_DECRYPT);
  private static final long WAIT_MILLIS_MAX = 10_000;

  private Clusters() {}

  static ClusterHsm of(HsmMember... members) {
    return of(ClusterSettings.standard(), members);
  }

  static ClusterHsm of(ClusterSettings settings, HsmMember... members) {
    List<Supplier<HsmMember>> connects = new ArrayList<>();
    for (HsmMember member : members) {
      connects.add(() -> member);
    }
    return connecting(settings, connects);
  }

  static ClusterHsm connecting(ClusterSettings settings, List<Supplier<HsmMember>> connects) {
    List<ClusterSeat> seats = new ArrayList<>();
    for (Supplier<HsmMember> connect : connects) {
      seats.add(new ClusterSeat(id(seats.size()), "zone-" + seats.size(), connect));
    }
    return HsmCluster.factory(settings, Ticker.systemTicker(), new SplittableRandom(7))
        .open(seats, KeyBook.EMPTY);
  }

  static HsmId id(int seat) {
    return new HsmId("hsm-000000000000000" + seat);
  }

  static Material newKey(Hsm hsm) {
    return newKey(hsm, KeySpec.ALIYUN_AES_256, ENCRYPT);
  }

  static Material newKey(Hsm hsm, KeySpec spec, Set<KeyUsage> usages) {
    return new Material(
        new KeyVersionId(UUID.randomUUID()), spec, usages, hsm.generate(spec, usages));
  }

  static void roundTrip(Hsm hsm, HsmKey key) {
    byte[] text = {1, 2, 3};
    CipherParameters how = CipherParameters.gcm(new byte[0], new byte[] {9});
    try (SecretBytes plaintext = SecretBytes.copyOf(text)) {
      Sealed sealed = hsm.encrypt(key, how, plaintext);
      Opened opened = hsm.decrypt(key, how, sealed.ciphertext());
      try (SecretBytes found = opened.plaintext()) {
        assertThat(found).isEqualTo(plaintext);
      }
    }
  }

  static State state(ClusterHsm cluster, int seat) {
    return health(cluster, seat).state();
  }

  static MemberHealth health(ClusterHsm cluster, int seat) {
    return cluster.health().get(seat);
  }

  static void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + WAIT_MILLIS_MAX * 1_000_000;
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  static HsmException failing(HsmFailure failure) {
    return new HsmException(failure, "on command");
  }

  static HsmFailure failureOf(Runnable call) {
    try {
      call.run();
    } catch (HsmException e) {
      return e.failure();
    }
    throw new AssertionError("it did not fail");
  }
}
