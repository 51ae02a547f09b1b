package coffer.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.ClusterHsm;
import coffer.hsm.ClusterSeat;
import coffer.hsm.HsmLocation;
import coffer.model.ClusterStatus;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.InstanceStatus;
import coffer.model.SecretBytes;
import coffer.operations.Connections;
import coffer.operations.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Members that fail are set aside, also over a restart, until an operator has seen to them.
class QuarantineTest {
  private static final Duration WAIT_MAX = Duration.ofSeconds(20);
  private static final String CHANGED = "changed-behind-our-back";

  @TempDir Path directory;
  private House house;
  private HsmId second;

  @BeforeEach
  void open() {
    house = new House(directory);
    second = house.cluster.members().getLast().id();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void anHsmThatRefusesThePasswordWaitsForTheRightOne() {
    setPassword(CHANGED);
    reconnect();
    assertThat(reason().orElse("")).contains("PIN is wrong");
    assertThat(house.clusters.status(house.cluster)).isEqualTo(ClusterStatus.INITIALIZED);
    assertThat(house.clusters.missing(house.cluster))
        .anyMatch(text -> text.contains(second.value()) && text.contains("SyncCluster"));
    assertThat(house.instances.require(House.INSTANCE.value()).status())
        .isEqualTo(InstanceStatus.CONNECTED);
    // A restart leaves it alone.
    assertThat(seats()).hasSize(1);
    assertThat(report(sync(Optional.empty())).trouble()).contains("CryptoUserPassword");
    assertThat(reason()).isNotEmpty();
    try (SecretBytes right = House.secret(CHANGED)) {
      assertThat(sync(Optional.of(right))).allMatch(SyncReport::fine);
    }
    assertThat(reason()).isEmpty();
    assertThat(house.clusters.status(house.cluster)).isEqualTo(ClusterStatus.ACTIVATED);
    awaitServing(2);
  }

  @Test
  void anotherTokenInItsPlaceIsKeptOutUntilTheOwnIsBack() throws IOException {
    Path token = house.tokens.file("two");
    Path aside = directory.resolve("aside");
    Files.move(token, aside);
    Files.copy(house.tokens.file("one"), token);
    reconnect();
    assertThat(reason().orElse("")).contains("serial");
    assertThat(report(sync(Optional.empty())).trouble()).contains("serial");
    Files.move(aside, token, StandardCopyOption.REPLACE_EXISTING);
    assertThat(sync(Optional.empty())).allMatch(SyncReport::fine);
    assertThat(reason()).isEmpty();
    awaitServing(2);
  }

  @Test
  void connectingAnewIsAnOperatorsWord() {
    setPassword(CHANGED);
    reconnect();
    assertThat(reason()).isNotEmpty();
    setPassword("kmsuser-0815");
    reconnect();
    assertThat(reason()).isEmpty();
    awaitServing(2);
  }

  @Test
  void aCertificateThatIsOverIsNamed() {
    house.clock.forward(Duration.ofDays(3700));
    house.connections.disconnect(House.INSTANCE);
    try (SecretBytes pin = SoftwareTokens.pin()) {
      HsmCluster cluster = house.clusters.find(house.cluster.id()).orElseThrow();
      assertThat(house.clusters.tryPassword(cluster, pin)).isEqualTo(PasswordTrial.FOREIGN_HSM);
      house.instances.connect(House.INSTANCE, house.clusters.seats(cluster, pin), pin.copy());
    }
    awaitReason("has expired");
  }

  private void setPassword(String text) {
    try (SecretBytes officer = SoftwareTokens.officerPin();
        SecretBytes password = House.secret(text)) {
      SoftwareTokens.PROVIDER.setCryptoUser(
          new HsmLocation(house.tokens.uri("two"), Map.of()), officer, password);
    }
  }

  private void reconnect() {
    house.connections.disconnect(House.INSTANCE);
    try (SecretBytes pin = SoftwareTokens.pin()) {
      house.connections.connect(
          House.INSTANCE,
          new Connections.Wanted(Optional.empty(), Optional.empty(), Optional.of(pin)));
    }
    eventually(() -> connection().health().stream().noneMatch(this::isPending));
  }

  private boolean isPending(ClusterHsm.MemberHealth health) {
    return health.state() == ClusterHsm.State.CONNECTING
        || (health.state() == ClusterHsm.State.FAILED
            && house.clusters.quarantine().reason(health.id()).isEmpty());
  }

  private List<SyncReport> sync(Optional<SecretBytes> cryptoUser) {
    return house
        .administration
        .life()
        .sync(house.cluster.id(), Optional.empty(), cryptoUser, Progress.UNSEEN);
  }

  private SyncReport report(List<SyncReport> reports) {
    return reports.stream().filter(r -> r.id().equals(second)).findFirst().orElseThrow();
  }

  private Optional<String> reason() {
    return house.clusters.quarantine().reason(second);
  }

  private void awaitReason(String part) {
    eventually(() -> reason().filter(why -> why.contains(part)).isPresent());
  }

  private void awaitServing(int count) {
    eventually(() -> connection().serving().size() == count);
  }

  private static void eventually(BooleanSupplier condition) {
    long end = System.nanoTime() + WAIT_MAX.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private ClusterHsm connection() {
    return house.instances.connection(House.INSTANCE).orElseThrow();
  }

  private List<ClusterSeat> seats() {
    try (SecretBytes pin = SoftwareTokens.pin()) {
      return house.clusters.seats(house.cluster, pin);
    }
  }
}
