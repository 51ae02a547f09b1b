package coffer.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.shim.Injection;
import coffer.compat.harness.shim.Injection.Kind;
import coffer.hsm.ClusterHsm;
import coffer.hsm.ClusterSeat;
import coffer.hsm.HsmException;
import coffer.hsm.HsmKey;
import coffer.hsm.KeyBook;
import coffer.hsm.Material;
import coffer.hsm.cluster.ClusterSettings;
import coffer.hsm.cluster.HsmCluster;
import coffer.model.HsmId;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// How soon a cluster whose only HSM lost everything serves again.
@TestInstance(Lifecycle.PER_CLASS)
class RecoveryTimeTest {
  private static final int ROUNDS = 20;
  private static final long MEDIAN_MILLIS_MAX = 100;
  private static final long OUTAGE_MILLIS = 400;
  private static final long GIVE_UP_MILLIS = 30_000;
  private static final byte[] TEXT = {1, 2, 3};

  private final ShimmedToken token;
  private final ClusterHsm cluster;
  private final HsmKey key;
  private final byte[] mac;

  RecoveryTimeTest(@TempDir Path folder) {
    token = ShimmedToken.make(folder, "alone");
    token.found();
    cluster =
        HsmCluster.factory(
                ClusterSettings.standard(), Ticker.systemTicker(), new SplittableRandom(7))
            .open(
                List.of(new ClusterSeat(new HsmId("hsm-0000000000000000"), "zone", token::open)),
                KeyBook.EMPTY);
    Set<KeyUsage> usages = Set.of(KeyUsage.GENERATE_VERIFY_MAC);
    key =
        cluster.unwrap(
            new Material(
                new KeyVersionId(UUID.randomUUID()),
                KeySpec.HMAC_SHA256,
                usages,
                cluster.generate(KeySpec.HMAC_SHA256, usages)));
    mac = cluster.mac(key, TEXT);
  }

  @AfterAll
  void close() {
    token.control().lift();
    cluster.close();
  }

  @Test
  void sessionsAndLoginAreBackAtTheNextCall() throws InterruptedException {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      token.control().arm(Injection.of(Kind.LOSE_SESSIONS).once());
      millis.add(millisToServe());
    }
    report("all sessions lost", millis);
  }

  @Test
  void anHsmThatWasAwayServesSoonAfterItIsBack() throws InterruptedException {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      token.control().arm(Injection.of(Kind.REMOVE));
      long outage = System.nanoTime();
      while (System.nanoTime() - outage < OUTAGE_MILLIS * 1_000_000) {
        boolean _ = serves();
        Thread.sleep(5);
      }
      assertThat(serves()).isFalse();
      token.control().lift();
      millis.add(millisToServe());
    }
    report("all sessions lost and the HSM away for " + OUTAGE_MILLIS + " ms", millis);
  }

  private long millisToServe() throws InterruptedException {
    long start = System.nanoTime();
    while (!serves()) {
      assertThat(System.nanoTime() - start).isLessThan(GIVE_UP_MILLIS * 1_000_000);
      Thread.sleep(1);
    }
    return (System.nanoTime() - start) / 1_000_000;
  }

  private boolean serves() {
    try {
      assertThat(cluster.mac(key, TEXT)).isEqualTo(mac);
      return true;
    } catch (HsmException e) {
      return false;
    }
  }

  private static void report(String what, List<Long> millis) {
    System.out.println("MEASURED recovery, " + what + ", ms each: " + millis);
    List<Long> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    long median = sorted.get(sorted.size() / 2);
    System.out.println("MEASURED recovery, " + what + ", median ms: " + median);
    assertThat(median).isLessThan(MEDIAN_MILLIS_MAX);
  }
}
