package coffer.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.model.ClusterId;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.RegisteredHsm;
import coffer.model.SecretBytes;
import coffer.operations.House;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A member is added and the first one is replaced while applications call: none of them notices.
class ClusterUnderLoadTest {
  private static final int CALLERS = 4;

  @TempDir Path directory;

  @Test
  void addingAMemberAndReplacingTheFirstFailsNoCall() throws Exception {
    try (House house = new House(directory)) {
      Key key = house.create(KeySpec.HMAC_SHA256, KeyUsage.GENERATE_VERIFY_MAC);
      try (SecretBytes pin = SoftwareTokens.pin()) {
        house.connections.keepFor(house.cluster.id(), pin);
      }
      byte[] expected = mac(house, key);
      AtomicBoolean stop = new AtomicBoolean();
      AtomicLong calls = new AtomicLong();
      AtomicLong failed = new AtomicLong();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        callers.add(
            Thread.ofPlatform()
                .start(() -> {
                  while (!stop.get()) {
                    try {
                      assertThat(mac(house, key)).isEqualTo(expected);
                      house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
                    } catch (RuntimeException | AssertionError e) {
                      failed.incrementAndGet();
                    }
                    calls.addAndGet(2);
                  }
                }));
      }
      long from = System.nanoTime();
      HsmId added = replaceTheFirst(house);
      long millis = (System.nanoTime() - from) / 1_000_000;
      stop.set(true);
      for (Thread caller : callers) {
        caller.join();
      }
      System.out.printf(
          "MEASURED member added, first member replaced: %d calls in %d ms, %d failed%n",
          calls.get(), millis, failed.get());
      assertThat(failed.get()).isZero();
      assertThat(calls.get()).isPositive();
      assertThat(house.clusters.find(house.cluster.id()).orElseThrow().master()).contains(added);
      assertThat(mac(house, key)).isEqualTo(expected);
    }
  }

  private static HsmId replaceTheFirst(House house) {
    ClusterId id = house.cluster.id();
    HsmRegistry registry = house.administration.registry();
    ClusterLife life = house.administration.life();
    RegisteredHsm fresh = registry.register("software:third.token", "zone-three", Optional.empty());
    HsmId added;
    try (SecretBytes officer = SoftwareTokens.officerPin()) {
      added = registry.enroll(fresh.id(), officer, Optional.empty()).id();
      HsmCluster _ = life.join(id, added.value(), Optional.of(officer), Optional.of(officer));
    }
    HsmId first = house.cluster.members().getFirst().id();
    HsmCluster switched = life.switchMaster(id, added);
    String certificate =
        SoftwareTokens.sign(house.owner, switched.csr().orElseThrow(), true, house.clock.instant());
    HsmCluster _ = life.certify(id, certificate, SoftwareTokens.pem(house.owner));
    HsmCluster left = life.leave(id, first);
    assertThat(left.member(first)).isEmpty();
    return added;
  }

  private static byte[] mac(House house, Key key) {
    return house.crypto.mac(key, key.versions().getLast(), new byte[] {1, 2, 3});
  }
}
