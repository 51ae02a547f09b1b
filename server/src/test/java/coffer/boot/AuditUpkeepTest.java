package coffer.boot;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.audit.ArchivedHeads;
import coffer.audit.AuditBeginning;
import coffer.audit.AuditEvent;
import coffer.audit.AuditLog;
import coffer.audit.AuditSettings;
import coffer.audit.AuditVerdict;
import coffer.audit.AuditVerifier;
import coffer.audit.HeadSigner;
import coffer.audit.HeadStore;
import coffer.hsm.HsmMember;
import coffer.operations.House;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The upkeep as the server runs it, on its timer, over a trail that HSMs sign.
class AuditUpkeepTest {
  private static final Duration AGE = Duration.ofDays(400);
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);
  private static final int RECORDS = 1_200;
  private static final AuditUpkeep.Intervals OFTEN =
      new AuditUpkeep.Intervals(
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          Duration.ofMillis(20));

  @TempDir Path folder;
  private House house;
  private Path trail;
  private Path archive;
  private AuditLog log;

  @BeforeEach
  void aTrail() throws IOException {
    house = new House(folder);
    trail = Files.createDirectory(folder.resolve("audit"));
    archive = folder.resolve("archive");
    log =
        AuditLog.open(
            trail,
            new AuditSettings(64 * 1024, AuditSettings.Durability.GROUP, 10),
            HeadStore.in(house.store),
            this::signers,
            house.clock);
    record("first");
    assertThat(segments(trail)).isGreaterThan(4);
  }

  @AfterEach
  void close() {
    log.close();
    house.close();
  }

  @Test
  void whatIsBeyondItsRetentionIsArchivedByItselfAndNothingBefore() throws Exception {
    try (AuditUpkeep upkeep = upkeep(Optional.of(new Config.Retention(AGE, archive)))) {
      upkeep.start();
      house.clock.forward(AGE.minusSeconds(1));
      // It is made by each run, whatever there is to do.
      eventually(() -> Files.exists(archive));
      Thread.sleep(200);
      assertThat(segments(archive)).isZero();
      assertThat(AuditBeginning.of(house.store)).isEqualTo(1);

      house.clock.forward(Duration.ofSeconds(2));
      record("second");
      eventually(() -> segments(archive) > 0);
      eventually(() -> text().contains("local:ArchiveAudit"));
    }
    long first = AuditBeginning.of(house.store);
    assertThat(first).isBetween(2L, (long) RECORDS + 10);
    log.close();
    HeadStore heads = HeadStore.in(house.store);
    AuditVerdict rest =
        new AuditVerifier(heads, Identities.of(house.store).keys()).verify(trail, first);
    AuditVerdict whole =
        new AuditVerifier(ArchivedHeads.read(archive).and(heads), Identities.of(house.store).keys())
            .verify(List.of(archive, trail), 1);
    assertThat(rest).isInstanceOf(AuditVerdict.Sound.class);
    assertThat(((AuditVerdict.Sound) whole).records()).isGreaterThan(2 * RECORDS);
  }

  @Test
  void withoutRetentionNothingGoes() throws Exception {
    OperatorNotes.add(house.store, house.clock, "local:Backup", "backup", "");
    try (AuditUpkeep upkeep = upkeep(Optional.empty())) {
      upkeep.start();
      house.clock.forward(AGE.multipliedBy(10));
      eventually(() -> text().contains("local:Backup"));
      Thread.sleep(200);
    }
    assertThat(AuditBeginning.of(house.store)).isEqualTo(1);
    assertThat(archive).doesNotExist();
  }

  private AuditUpkeep upkeep(Optional<Config.Retention> retention) {
    return new AuditUpkeep(house.store, log, trail, retention, house.clock, OFTEN);
  }

  private void record(String name) {
    for (int i = 0; i < RECORDS; i++) {
      log.record(
          new AuditEvent(
              house.clock.instant(),
              "root/1234567890123456",
              "kms:DescribeKey",
              "key/key-00000000000000000001",
              "OK",
              name + i,
              "127.0.0.1",
              "a note that makes it longer".repeat(4)));
    }
    log.recordDurably(
        new AuditEvent(
            house.clock.instant(), "root/1", "kms:CreateKey", "key/x", "OK", name, "::1", ""));
  }

  private List<HeadSigner> signers() {
    return house.instances.connection(House.INSTANCE).stream()
        .flatMap(connection -> connection.serving().stream())
        .<HeadSigner>map(Signer::new)
        .toList();
  }

  private record Signer(HsmMember member) implements HeadSigner {
    @Override
    public String signer() {
      return member.identity().serial();
    }

    @Override
    public byte[] sign(byte[] message) {
      return member.signAsIdent(message);
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void eventually(Condition condition) throws Exception {
    long from = System.nanoTime();
    while (!condition.holds()) {
      assertThat(System.nanoTime() - from).isLessThan(WAIT_MAX.toNanos());
      Thread.sleep(20);
    }
  }

  private static long segments(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".log")).count();
    }
  }

  private String text() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(trail)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    } catch (NoSuchFileException e) {
      // Archived since it was listed; whoever waits looks again.
      return "";
    }
    return all.toString();
  }
}
