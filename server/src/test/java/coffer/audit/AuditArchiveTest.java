package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.audit.AuditVerdict.Broken;
import coffer.audit.AuditVerdict.Problem;
import coffer.audit.AuditVerdict.Sound;
import coffer.audit.Audits.Signer;
import coffer.store.Store;
import coffer.store.sql.SqlStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A trail of several segments, of which the old ones go elsewhere.
class AuditArchiveTest {
  private static final int RECORDS = 1_500;
  private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

  @TempDir Path folder;
  private final Signer signer = new Signer("0001");
  private Store store;
  private Path trail;
  private Path archive;

  @BeforeEach
  void aTrail() throws IOException {
    trail = folder.resolve("audit");
    archive = folder.resolve("archive");
    store = SqlStore.open(folder.resolve("coffer.db"), Clock.systemUTC());
    record(RECORDS);
    assertThat(SegmentFiles.list(trail).size()).isGreaterThan(4);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void record(int records) throws IOException {
    try (AuditLog log =
        AuditLog.open(
            trail, Audits.SMALL, HeadStore.in(store), () -> List.of(signer), Clock.systemUTC())) {
      for (int i = 0; i < records; i++) {
        log.record(Audits.event("r" + i));
        if (i % 100 == 0) {
          log.recordDurably(Audits.event("change" + i));
        }
      }
    }
  }

  private Optional<AuditArchive.Moved> move(Instant before) throws IOException {
    return new AuditArchive(store, trail, archive, signer::key)
        .move(before, Map.of("0001", "a certificate"));
  }

  private AuditVerdict data() {
    return new AuditVerifier(HeadStore.in(store), signer::key)
        .verify(trail, AuditBeginning.of(store));
  }

  private AuditVerdict archived() throws IOException {
    return new AuditVerifier(ArchivedHeads.read(archive), signer::key)
        .verify(archive, Long.MAX_VALUE);
  }

  private AuditVerdict both() throws IOException {
    return new AuditVerifier(ArchivedHeads.read(archive).and(HeadStore.in(store)), signer::key)
        .verify(List.of(archive, trail), 1);
  }

  @Test
  void theTrailStaysVerifiableInItsPartsAndWhole() throws IOException {
    long records = ((Sound) data()).records();
    AuditArchive.Moved moved = move(LATER).orElseThrow();
    assertThat(moved.first()).isEqualTo(1);
    assertThat(SegmentFiles.list(trail)).hasSize(2);
    assertThat(AuditBeginning.of(store)).isEqualTo(moved.last() + 1);
    assertThat(((Sound) data()).first()).isEqualTo(moved.last() + 1);
    assertThat(((Sound) archived()).records()).isEqualTo(moved.last());
    assertThat(((Sound) archived()).newestSigned()).isPositive();
    assertThat(((Sound) both()).records()).isEqualTo(records);
    assertThat(HeadStore.in(store).from(1, 1000).getFirst().sequence())
        .isGreaterThanOrEqualTo(moved.last());
    // The log goes on, and a later run adds to the archive.
    record(RECORDS);
    assertThat(move(LATER)).isPresent();
    assertThat(((Sound) data()).first()).isEqualTo(AuditBeginning.of(store));
    assertThat(((Sound) archived()).first()).isEqualTo(1);
    assertThat(((Sound) both()).records()).isGreaterThan(2 * RECORDS);
  }

  @Test
  void nothingThatIsYoungerGoes() throws IOException {
    assertThat(move(Instant.parse("2026-03-04T05:06:07.089Z"))).isEmpty();
    assertThat(AuditBeginning.of(store)).isEqualTo(1);
    assertThat(data()).isInstanceOf(Sound.class);
  }

  @Test
  void aRunThatWasKilledIsFinishedByTheNext() throws IOException {
    // Killed while it copied: the first segment is there already.
    Files.createDirectories(archive);
    Files.copy(trail.resolve(SegmentFiles.name(1)), archive.resolve(SegmentFiles.name(1)));
    AuditArchive.Moved moved = move(LATER).orElseThrow();
    // Killed before it deleted the last one.
    Path last = SegmentFiles.list(archive).lastEntry().getValue();
    Files.copy(last, trail.resolve(last.getFileName()));
    assertThat(data()).isInstanceOf(Sound.class);
    assertThat(both()).isInstanceOf(Sound.class);
    assertThat(move(LATER).orElseThrow().last()).isEqualTo(moved.last());
    assertThat(SegmentFiles.list(trail)).hasSize(2);
    assertThat(both()).isInstanceOf(Sound.class);
  }

  @Test
  void anArchiveThatHoldsSomethingElseIsNotOverwritten() throws IOException {
    Files.createDirectories(archive);
    Files.write(archive.resolve(SegmentFiles.name(1)), new byte[100]);
    assertThatThrownBy(() -> move(LATER))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("same");
    assertThat(data()).isInstanceOf(Sound.class);
    assertThat(AuditBeginning.of(store)).isEqualTo(1);
  }

  @Test
  void whatIsDamagedIsNotTidiedAway() throws IOException {
    flip(trail.resolve(SegmentFiles.name(1)), 500);
    assertThatThrownBy(() -> move(LATER)).isInstanceOf(AuditException.class);
    assertThat(Files.exists(trail.resolve(SegmentFiles.name(1)))).isTrue();
  }

  @Test
  void aChangedArchiveIsFoundAloneAndWithTheTrail() throws IOException {
    move(LATER);
    Path one = archive.resolve(SegmentFiles.name(1));
    Path kept = folder.resolve("kept");
    Files.copy(one, kept);
    flip(one, 500);
    assertThat(archived()).isInstanceOf(Broken.class);
    assertThat(both()).isInstanceOf(Broken.class);
    Files.delete(one);
    assertThat(both()).isEqualTo(new Broken(Problem.MISSING_SEGMENT, 1));
    Files.copy(kept, one, StandardCopyOption.REPLACE_EXISTING);
    assertThat(both()).isInstanceOf(Sound.class);
  }

  @Test
  void aDamagedTrailIsAcceptedOnlyWithARecordOfIt() throws IOException {
    flip(trail.resolve(SegmentFiles.name(1)), 500);
    // What a start looks at: the newest segment.
    Path newest = SegmentFiles.list(trail).lastEntry().getValue();
    flip(newest, Layout.HEADER_BYTES + 20);
    assertThatThrownBy(() -> record(1)).isInstanceOf(AuditException.class);
    AuditEvent event = Audits.event("the disk lost a page");
    AuditAcceptance.Accepted accepted = AuditAcceptance.accept(trail, store, event);
    assertThat(accepted.evidence().resolve(SegmentFiles.name(1))).exists();
    record(200);
    Sound sound = (Sound) data();
    assertThat(sound.first()).isEqualTo(accepted.first());
    assertThat(sound.newestSigned()).isEqualTo(sound.newest());
    AuditEvent[] first = new AuditEvent[1];
    new AuditReader(trail).read(accepted.first(), 1, (_, e) -> first[0] = e);
    assertThat(first[0]).isEqualTo(event);
    flip(trail.resolve(SegmentFiles.name(accepted.first())), Layout.HEADER_BYTES + 40);
    assertThat(data()).isInstanceOf(Broken.class);
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }
}
