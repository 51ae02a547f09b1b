package coffer.testkit.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.ClusterHsm;
import coffer.hsm.ClusterHsm.State;
import coffer.hsm.ClusterSeat;
import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmProvider;
import coffer.hsm.KeyBook;
import coffer.hsm.cluster.ClusterSettings;
import coffer.hsm.cluster.HsmCluster;
import coffer.model.HsmId;
import coffer.model.SecretBytes;
import coffer.testkit.Faults;
import coffer.testkit.FaultyMember;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/// Software tokens in a directory, each with a handle on its faults: two of one cluster, and one
/// with domain keys of its own.
final class FaultyTokens {
  static final Duration DEADLINE = Duration.ofMillis(400);
  private static final long WAIT_MILLIS_MAX = 20_000;

  private final HsmProvider software = provider("software");
  private final List<HsmLocation> locations = new ArrayList<>();
  private final List<Faults> faults = List.of(new Faults(), new Faults(), new Faults());

  FaultyTokens(Path directory) {
    for (int i = 0; i < faults.size(); i++) {
      locations.add(newToken(directory.resolve("hsm-" + i + ".token")));
    }
    try (HsmMember one = open(0);
        HsmMember two = open(1);
        HsmMember foreign = open(2);
        SecretBytes officer = officerPin()) {
      one.ensureDomainKeys(1);
      two.importDomainKeys(one.exportDomainKeys(1, two.offerTransport(), officer));
      foreign.ensureDomainKeys(1);
    }
  }

  static HsmProvider provider(String scheme) {
    return ServiceLoader.load(HsmProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.scheme().equals(scheme))
        .findFirst()
        .orElseThrow();
  }

  static SecretBytes pin() {
    return SecretBytes.owning("kmsuser-4711".getBytes(US_ASCII));
  }

  HsmLocation location(int token) {
    return locations.get(token);
  }

  Faults faults(int token) {
    return faults.get(token);
  }

  void allOk() {
    faults.forEach(Faults::ok);
  }

  /// A cluster with a seat for each of the tokens.
  ClusterHsm cluster(int... tokens) {
    List<ClusterSeat> seats = new ArrayList<>();
    for (int token : tokens) {
      seats.add(
          new ClusterSeat(
              new HsmId("hsm-000000000000000" + token),
              "zone-" + token,
              FaultyMember.connecting(() -> open(token), faults(token), DEADLINE)));
    }
    return HsmCluster.factory(
            ClusterSettings.standard(), Ticker.systemTicker(), new SplittableRandom(7))
        .open(seats, KeyBook.EMPTY);
  }

  static State state(ClusterHsm cluster, int seat) {
    return cluster.health().get(seat).state();
  }

  static void awaitState(ClusterHsm cluster, int seat, State state) {
    await("seat " + seat + " is " + state, () -> state(cluster, seat) == state);
  }

  static void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + WAIT_MILLIS_MAX * 1_000_000;
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      pause(2);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private HsmMember open(int token) {
    try (SecretBytes pin = pin()) {
      return software.open(location(token), pin);
    }
  }

  static HsmLocation newToken(Path file) {
    HsmProvider software = provider("software");
    HsmLocation location = new HsmLocation(URI.create("software:" + file), Map.of());
    try (SecretBytes officer = officerPin();
        SecretBytes pin = pin()) {
      software.initialize(location, "hsm", officer);
      software.setCryptoUser(location, officer, pin);
    }
    return location;
  }

  static SecretBytes officerPin() {
    return SecretBytes.owning("officer-0815".getBytes(US_ASCII));
  }
}
