package coffer.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.hsm.ClusterSeat;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmMember;
import coffer.model.ClusterId;
import coffer.model.ClusterMember;
import coffer.model.ClusterStatus;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.operations.TestClock;
import coffer.store.Store;
import coffer.store.sql.SqlStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSeatsTest {
  private final TestClock clock = new TestClock("2026-03-01T12:00:00Z");
  private final OwnerAuthority owner = SoftwareTokens.owner(clock.instant());
  private final SecretBytes pin = SoftwareTokens.pin();

  @TempDir Path directory;
  private Store store;
  private SoftwareTokens tokens;
  private HsmCluster cluster;
  private ClusterService service;

  @BeforeEach
  void open() {
    store = SqlStore.open(directory.resolve("coffer.db"), clock);
    tokens = new SoftwareTokens(directory);
    cluster = tokens.form(store, clock, owner);
    service = new ClusterService(store, SoftwareTokens.providers(), clock, new SecureRandom());
  }

  @AfterEach
  void close() {
    store.close();
    pin.close();
  }

  @Test
  void everySeatOpensItsOwnHsm() {
    List<ClusterSeat> seats = service.seats(cluster, pin);
    assertThat(seats).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertThat(seats.get(i).id()).isEqualTo(cluster.members().get(i).id());
      assertThat(seats.get(i).zone()).isEqualTo(cluster.members().get(i).zone());
      try (HsmMember hsm = seats.get(i).connect().get()) {
        assertThat(hsm.identity().serial()).isEqualTo(cluster.members().get(i).serial());
      }
    }
  }

  @Test
  void aForeignOwnerIsACredentialFailure() throws Exception {
    String foreign =
        Pem.write("CERTIFICATE", SoftwareTokens.owner(clock.instant()).certificate().getEncoded());
    HsmCluster changed = with(cluster.clusterCertificate(), Optional.of(foreign), members());
    refusedByAll(changed);
  }

  @Test
  void aMasterCertificateOfAnotherClusterIsACredentialFailure() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    try (Store other = SqlStore.open(elsewhere.resolve("coffer.db"), clock)) {
      HsmCluster foreign = new SoftwareTokens(elsewhere).form(other, clock, owner);
      List<ClusterMember> mixed =
          List.of(
              with(members().getFirst(), foreign.clusterCertificate(), Optional.empty()),
              members().getLast());
      refusedByAll(with(foreign.clusterCertificate(), cluster.ownerCertificate(), mixed));
    }
  }

  @Test
  void swappedTokenFilesAreACredentialFailure() throws IOException {
    Path aside = directory.resolve("aside");
    Files.move(tokens.file("one"), aside);
    Files.move(tokens.file("two"), tokens.file("one"));
    Files.move(aside, tokens.file("two"), StandardCopyOption.REPLACE_EXISTING);
    refusedByAll(cluster);
  }

  @Test
  void anotherSerialIsACredentialFailure() {
    refusedByAll(
        with(
            cluster.clusterCertificate(),
            cluster.ownerCertificate(),
            members().stream()
                .map(m -> with(m, m.identCertificate(), Optional.of("0000")))
                .toList()));
  }

  @Test
  void aMemberWithTheCertificateOfAnotherOrNoneIsACredentialFailure() {
    ClusterMember first = members().getFirst();
    ClusterMember second = members().getLast();
    for (Optional<String> certificate :
        List.of(first.identCertificate(), Optional.<String>empty())) {
      HsmCluster changed =
          with(
              cluster.clusterCertificate(),
              cluster.ownerCertificate(),
              List.of(first, with(second, certificate, Optional.empty())));
      refused(service.seats(changed, pin).getLast());
    }
  }

  @Test
  void aWrongPinIsACredentialFailure() {
    try (SecretBytes wrong = SoftwareTokens.officerPin()) {
      service.seats(cluster, wrong).forEach(ClusterSeatsTest::refused);
    }
  }

  @Test
  void certificatesThatAreOverAreACredentialFailure() {
    clock.forward(Duration.ofDays(3700));
    refusedByAll(cluster);
  }

  @Test
  void anEmptiedTokenIsACredentialFailure() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    try (Store other = SqlStore.open(elsewhere.resolve("coffer.db"), clock)) {
      SoftwareTokens strangers = new SoftwareTokens(elsewhere);
      strangers.form(other, clock, owner);
      Files.copy(strangers.file("one"), tokens.file("one"), StandardCopyOption.REPLACE_EXISTING);
    }
    refused(service.seats(cluster, pin).getFirst());
  }

  @Test
  void aClusterThatWasNeverFormedHasNoSeats() {
    HsmCluster unknown =
        new HsmCluster(
            new ClusterId("cluster-zzzzzzzzzzzzzzzz"),
            "c",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            false,
            false,
            false,
            clock.instant(),
            List.of());
    Throwable thrown = catchThrowable(() -> service.seats(unknown, pin));
    assertThat(thrown).isInstanceOf(KmsException.class);
    assertThat(((KmsException) thrown).code()).isEqualTo(ErrorCode.INSTANCE_STATE_INVALID);
    assertThat(service.status(unknown)).isEqualTo(ClusterStatus.NEW);
    assertThat(service.missing(unknown)).hasSize(5);
  }

  @Test
  void aClusterInOneZoneIsNotActivated() {
    HsmCluster narrow =
        with(
            cluster.clusterCertificate(),
            cluster.ownerCertificate(),
            List.of(members().getFirst()));
    assertThat(service.status(narrow)).isEqualTo(ClusterStatus.INITIALIZED);
    assertThat(service.missing(narrow)).hasSize(2);
  }

  private List<ClusterMember> members() {
    return cluster.members();
  }

  private void refusedByAll(HsmCluster changed) {
    assertThat(service.seats(changed, pin)).hasSize(2);
    service.seats(changed, pin).forEach(ClusterSeatsTest::refused);
  }

  private static void refused(ClusterSeat seat) {
    Throwable thrown = catchThrowable(() -> seat.connect().get().close());
    assertThat(thrown).isInstanceOf(HsmException.class);
    assertThat(((HsmException) thrown).failure())
        .as(thrown.getMessage())
        .isEqualTo(HsmFailure.CREDENTIAL);
  }

  private HsmCluster with(
      Optional<String> certificate, Optional<String> ownerCertificate, List<ClusterMember> seats) {
    return new HsmCluster(
        cluster.id(),
        cluster.name(),
        cluster.master(),
        cluster.csr(),
        certificate,
        ownerCertificate,
        cluster.kekVersion(),
        cluster.sealed(),
        cluster.initialized(),
        cluster.cryptoUser(),
        cluster.created(),
        seats);
  }

  private static ClusterMember with(
      ClusterMember member, Optional<String> certificate, Optional<String> serial) {
    return new ClusterMember(
        member.id(),
        member.uri(),
        member.zone(),
        member.label(),
        serial.orElse(member.serial()),
        certificate,
        member.holdsDomainKeys(),
        member.warnings(),
        member.remark(),
        member.joined());
  }
}
