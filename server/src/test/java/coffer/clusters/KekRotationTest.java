package coffer.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.hsm.ClusterHsm;
import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmProvider;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.HsmJobId;
import coffer.model.KmsException;
import coffer.model.RegisteredHsm;
import coffer.model.SecretBytes;
import coffer.operations.TestClock;
import coffer.store.Store;
import coffer.store.sql.SqlStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A new KEK: on every HSM before any uses it, whatever interrupts.
class KekRotationTest {
  private static final int CALLS_MAX = 200;
  private static final byte[] DATA = {1, 2, 3};

  private final TestClock clock = new TestClock("2026-03-01T12:00:00Z");
  private final OwnerAuthority owner = SoftwareTokens.owner(clock.instant());

  @TempDir Path directory;

  @Test
  void rotationIsFinishedAfterAKillAtEveryCall() throws IOException {
    SoftwareTokens tokens = new SoftwareTokens(Files.createDirectory(directory.resolve("now")));
    byte[] mac;
    try (Store store = SqlStore.open(directory.resolve("now/coffer.db"), clock)) {
      HsmCluster _ = tokens.form(store, clock, owner);
      mac = mac(tokens);
    }
    Path before = Files.createDirectory(directory.resolve("before"));
    copy(directory.resolve("now"), before);
    for (boolean afterwards : new boolean[] {false, true}) {
      int fatal = 0;
      boolean done = false;
      while (!done) {
        fatal++;
        assertThat(fatal).isLessThan(CALLS_MAX);
        copy(before, directory.resolve("now"));
        done = rotatedInSpiteOf(fatal, afterwards, tokens, mac);
      }
      assertThat(fatal).as("calls that were killed").isGreaterThan(10);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /// Whether the first run got through because it has fewer calls.
  private boolean rotatedInSpiteOf(int fatal, boolean afterwards, SoftwareTokens tokens, byte[] mac)
      throws IOException {
    CountingProvider killer = new CountingProvider(SoftwareTokens.PROVIDER, fatal, afterwards);
    try (Store store = SqlStore.open(directory.resolve("now/coffer.db"), clock)) {
      HsmCluster cluster =
          store.read(view -> view.clusters().find(SoftwareTokens.CLUSTER)).orElseThrow();
      Throwable thrown = catchThrowable(() -> rotate(store, killer, cluster));
      HsmCluster now = store.read(view -> view.clusters().find(cluster.id())).orElseThrow();
      serves(store, tokens, now, mac);
      if (thrown == null) {
        assertThat(killer.calls()).isLessThan(fatal);
        assertThat(now.kekVersion()).isEqualTo(2);
        return true;
      }
      assertThat(thrown).isInstanceOf(KmsException.class);
      assertThat(now.kekVersion()).isEqualTo(1);
      HsmCluster rotated = rotate(store, SoftwareTokens.PROVIDER, cluster);
      assertThat(rotated.kekVersion()).isEqualTo(2);
      serves(store, tokens, rotated, mac);
      return false;
    }
  }

  @Test
  void anHsmThatHoldsAnotherUnusedKeyGetsTheRightOne() {
    SoftwareTokens tokens = new SoftwareTokens(directory);
    try (Store store = SqlStore.open(directory.resolve("coffer.db"), clock)) {
      HsmCluster cluster = tokens.form(store, clock, owner);
      byte[] mac = mac(tokens);
      for (String label : new String[] {"one", "two"}) {
        try (HsmMember member = tokens.open(label)) {
          member.ensureDomainKeys(2);
        }
      }
      HsmCluster rotated = rotate(store, SoftwareTokens.PROVIDER, cluster);
      assertThat(rotated.kekVersion()).isEqualTo(2);
      serves(store, tokens, rotated, mac);
    }
  }

  @Test
  void anHsmThatIsAwayKeepsTheKeyFromBeingMade() throws IOException {
    SoftwareTokens tokens = new SoftwareTokens(directory);
    try (Store store = SqlStore.open(directory.resolve("coffer.db"), clock)) {
      HsmCluster cluster = tokens.form(store, clock, owner);
      Path two = tokens.file("two");
      Path away = Files.move(two, directory.resolve("away"));
      refused(ErrorCode.SERVICE_UNAVAILABLE, store, cluster);
      Files.move(away, two);
      try (HsmMember member = tokens.open("one")) {
        assertThat(member.domainKeyVersions()).containsExactly(1);
      }
    }
  }

  @Test
  void anHsmInQuarantineKeepsTheKeyFromBeingMade() {
    SoftwareTokens tokens = new SoftwareTokens(directory);
    try (Store store = SqlStore.open(directory.resolve("coffer.db"), clock)) {
      HsmCluster cluster = tokens.form(store, clock, owner);
      HsmId two = cluster.members().getLast().id();
      Quarantine quarantine = new Quarantine(store);
      quarantine.put(two, "it refused the password");
      assertThat(refused(ErrorCode.CLUSTER_STATE_INVALID, store, cluster)).contains("quarantine");
      for (String label : new String[] {"one", "two"}) {
        try (HsmMember member = tokens.open(label)) {
          assertThat(member.domainKeyVersions()).containsExactly(1);
        }
      }
      quarantine.release(two);
      assertThat(rotate(store, SoftwareTokens.PROVIDER, cluster).kekVersion()).isEqualTo(2);
    }
  }

  @Test
  void aSealedClusterKeepsItsKek() {
    SoftwareTokens tokens = new SoftwareTokens(directory);
    try (Store store = SqlStore.open(directory.resolve("coffer.db"), clock)) {
      HsmCluster cluster = tokens.form(store, clock, owner);
      store.inTransaction(
          transaction -> transaction.clusters().update(cluster.id(), KekRotationTest::sealed));
      assertThat(refused(ErrorCode.CLUSTER_STATE_INVALID, store, cluster)).contains("sealed");
    }
  }

  @Test
  void aNewHsmGetsEveryVersion() throws IOException {
    SoftwareTokens tokens = new SoftwareTokens(Files.createDirectory(directory.resolve("hsm")));
    try (Store store = SqlStore.open(directory.resolve("coffer.db"), clock);
        SecretBytes officer = SoftwareTokens.officerPin();
        SecretBytes pin = SoftwareTokens.pin()) {
      HsmCluster cluster = rotate(store, SoftwareTokens.PROVIDER, tokens.form(store, clock, owner));
      HsmLocation three = new HsmLocation(tokens.uri("three"), Map.of());
      SoftwareTokens.PROVIDER.initialize(three, "three", officer);
      SoftwareTokens.PROVIDER.setCryptoUser(three, officer, pin);
      ClusterAdministration administration = administration(store, SoftwareTokens.PROVIDER);
      HsmRegistry registry = administration.registry();
      RegisteredHsm registered =
          registry.register("software:hsm/three.token", "zone-three", Optional.empty());
      RegisteredHsm _ = registry.enroll(registered.id(), officer, Optional.of(pin));
      HsmCluster joined =
          administration
              .life()
              .join(cluster.id(), registered.id().value(), Optional.of(officer), Optional.empty());
      assertThat(joined.members()).hasSize(3);
      try (HsmMember one = tokens.open("one");
          HsmMember newcomer = tokens.open("three")) {
        assertThat(newcomer.domainKeyVersions()).containsExactlyInAnyOrder(1, 2);
        assertThat(newcomer.integrity(1, DATA)).isEqualTo(one.integrity(1, DATA));
        assertThat(DomainChecks.find(store, joined.id()).orElseThrow().pass(newcomer)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anHsmThatLostAVersionGetsItBack(boolean inQuarantine) {
    SoftwareTokens tokens = new SoftwareTokens(directory);
    try (Store store = SqlStore.open(directory.resolve("coffer.db"), clock);
        SecretBytes officer = SoftwareTokens.officerPin()) {
      HsmCluster cluster = rotate(store, SoftwareTokens.PROVIDER, tokens.form(store, clock, owner));
      ClusterAdministration administration = administration(store, SoftwareTokens.PROVIDER);
      for (int lost : new int[] {1, 2}) {
        try (HsmMember member = tokens.open("two")) {
          member.discardDomainKeys(lost);
        }
        if (inQuarantine) {
          new Quarantine(store).put(cluster.members().getLast().id(), "it lacks a key");
        }
        assertThat(administration.life().sync(cluster.id(), Optional.of(officer)))
            .allSatisfy(report -> assertThat(report.trouble()).isEmpty());
        try (HsmMember member = tokens.open("two")) {
          assertThat(member.domainKeyVersions()).containsExactlyInAnyOrder(1, 2);
          assertThat(DomainChecks.find(store, cluster.id()).orElseThrow().pass(member)).isTrue();
        }
        assertThat(new Quarantine(store).holds(cluster.members().getLast())).isFalse();
      }
    }
  }

  private static HsmCluster sealed(HsmCluster old) {
    return new HsmCluster(
        old.id(),
        old.name(),
        old.master(),
        old.csr(),
        old.clusterCertificate(),
        old.ownerCertificate(),
        old.kekVersion(),
        true,
        old.initialized(),
        old.cryptoUser(),
        old.created(),
        old.members());
  }

  /// Whatever was interrupted: both HSMs connect, use the version that the store knows, and prove
  /// to hold the same.
  private void serves(Store store, SoftwareTokens tokens, HsmCluster cluster, byte[] mac) {
    ClusterService service =
        new ClusterService(store, SoftwareTokens.providers(), clock, new SecureRandom());
    try (SecretBytes pin = SoftwareTokens.pin()) {
      service
          .seats(cluster, pin)
          .forEach(seat -> {
            try (HsmMember member = seat.connect().get()) {
              assertThat(member.domainKeyVersion()).isEqualTo(cluster.kekVersion());
              assertThat(member.integrity(1, DATA)).isEqualTo(mac);
            }
          });
    }
    if (cluster.kekVersion() == 2) {
      try (HsmMember one = tokens.open("one");
          HsmMember two = tokens.open("two")) {
        assertThat(DomainCheck.create(one, 2).passes(two)).isTrue();
        assertThat(DomainCheck.create(two, 2).passes(one)).isTrue();
      }
    }
  }

  private static byte[] mac(SoftwareTokens tokens) {
    try (HsmMember member = tokens.open("one")) {
      return member.integrity(1, DATA);
    }
  }

  private HsmCluster rotate(Store store, HsmProvider provider, HsmCluster cluster) {
    return administration(store, provider)
        .life()
        .rotate(cluster.id(), Optional.empty(), Progress.UNSEEN);
  }

  private String refused(ErrorCode code, Store store, HsmCluster cluster) {
    Throwable thrown = catchThrowable(() -> rotate(store, SoftwareTokens.PROVIDER, cluster));
    assertThatThrownBy(
            () -> {
              throw thrown;
            })
        .isInstanceOfSatisfying(KmsException.class, e -> assertThat(e.code()).isEqualTo(code));
    assertThat(store.read(view -> view.clusters().find(cluster.id())).orElseThrow().kekVersion())
        .isEqualTo(1);
    return String.valueOf(thrown.getMessage());
  }

  private ClusterAdministration administration(Store store, HsmProvider provider) {
    return ClusterAdministration.of(
        store,
        new HsmProviders(List.of(provider), Map.of(), directory),
        clock,
        new SecureRandom(),
        new ClusterAdministration.Names(
            () -> SoftwareTokens.CLUSTER,
            () -> new HsmId("hsm-00000000000000ff"),
            () -> new HsmJobId("job-00000000000000000000"),
            SoftwareTokens::pin),
        new PlainPins(),
        new ClusterAdministration.Connected(
            _ -> Optional.of(SoftwareTokens.pin()),
            _ -> Optional.of(SoftwareTokens.officerPin()),
            _ -> Optional.<ClusterHsm>empty(),
            _ -> {},
            (_, _) -> {}));
  }

  private static final class PlainPins implements PinVault {
    @Override
    public byte[] seal(String context, SecretBytes pin) {
      return pin.use(byte[]::clone);
    }

    @Override
    public Optional<SecretBytes> open(String context, byte[] sealed) {
      return Optional.of(SecretBytes.copyOf(sealed));
    }
  }
}
