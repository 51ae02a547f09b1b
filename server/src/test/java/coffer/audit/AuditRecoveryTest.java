package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.audit.AuditVerdict.Broken;
import coffer.audit.AuditVerdict.Problem;
import coffer.audit.AuditVerdict.Sound;
import coffer.audit.Audits.Heads;
import coffer.audit.Audits.Signer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a start makes of what a crash, or somebody, left.
class AuditRecoveryTest {
  @TempDir Path directory;
  private final Heads heads = new Heads();
  private final Signer signer = new Signer("0001");

  @Test
  void aTornRecordIsCutOffAtEveryLength() throws IOException {
    write(1, 4);
    Path file = segment(1);
    byte[] whole = Files.readAllBytes(file);
    int end = new SegmentScan(whole).committed();
    heads.all.clear();
    int start = startOfRecord(whole, 4);
    for (int kept = 0; kept <= end - start - Layout.LENGTH_BYTES; kept += 7) {
      byte[] torn = whole.clone();
      ByteBuffer.wrap(torn).putLong(Layout.MARK_AT, Layout.mark(start));
      // The length is written last: a kill leaves the rest without it.
      Arrays.fill(torn, start, start + Layout.LENGTH_BYTES, (byte) 0);
      Arrays.fill(torn, start + Layout.LENGTH_BYTES + kept, end, (byte) 0);
      Files.write(file, torn);
      write(4, 4);
      assertThat(verify(1)).isEqualTo(new Sound(1, 4, 4, 0));
      heads.all.clear();
    }
  }

  @Test
  void pagesLostInAPowerFailureAreCutOffWithWhatFollowsThem() throws IOException {
    write(1, 9);
    byte[] whole = Files.readAllBytes(segment(1));
    int start = startOfRecord(whole, 5);
    ByteBuffer.wrap(whole).putLong(Layout.MARK_AT, Layout.mark(start));
    Arrays.fill(whole, start, startOfRecord(whole, 7), (byte) 0);
    Files.write(segment(1), whole);
    heads.all.clear();
    write(5, 6);
    assertThat(verify(1)).isEqualTo(new Sound(1, 6, 6, 0));
  }

  @Test
  void damageBeforeTheCommitMarkIsRefused() throws IOException {
    write(1, 9);
    heads.all.clear();
    byte[] whole = Files.readAllBytes(segment(1));
    int end = new SegmentScan(whole).committed();
    for (int i = 0; i < end; i += 13) {
      byte[] changed = whole.clone();
      changed[i] ^= 0x10;
      Files.write(segment(1), changed);
      assertDamaged(() -> Audits.open(directory, heads, signer));
    }
    Files.write(segment(1), whole);
    Audits.open(directory, heads, signer).close();
  }

  @Test
  void aTrailThatEndsBeforeTheNewestHeadIsRefused() throws IOException {
    write(1, 9);
    byte[] whole = Files.readAllBytes(segment(1));
    int start = startOfRecord(whole, 9);
    ByteBuffer.wrap(whole).putLong(Layout.MARK_AT, Layout.mark(start));
    Files.write(segment(1), Arrays.copyOf(Arrays.copyOf(whole, start), whole.length));
    assertDamaged(() -> Audits.open(directory, heads, signer));
    Files.delete(segment(1));
    assertDamaged(() -> Audits.open(directory, heads, signer));
  }

  @Test
  void anUncommittedSegmentBehindATornOneIsRemoved() throws IOException {
    write(1, 9);
    byte[] whole = Files.readAllBytes(segment(1));
    heads.all.clear();
    // Segment 1 as if its last record had never reached the disk, segment 10 begun behind it.
    byte[] next = new byte[whole.length];
    System.arraycopy(whole, 0, next, 0, Layout.HEADER_BYTES);
    ByteBuffer.wrap(next)
        .putLong(Layout.FIRST_AT, 10)
        .putLong(Layout.MARK_AT, Layout.mark(Layout.HEADER_BYTES));
    Files.write(directory.resolve(SegmentFiles.name(10)), next);
    ByteBuffer.wrap(whole).putLong(Layout.MARK_AT, Layout.mark(startOfRecord(whole, 9)));
    Arrays.fill(whole, startOfRecord(whole, 9), whole.length, (byte) 0);
    Files.write(segment(1), whole);
    write(9, 9);
    assertThat(verify(1)).isEqualTo(new Sound(1, 9, 9, 0));
    assertThat(segment(10)).doesNotExist();
  }

  @Test
  void aSegmentThatWasNamedButNeverBegunIsRemoved() throws IOException {
    write(1, 9);
    Files.write(segment(10), new byte[AuditSettings.SEGMENT_BYTES_MIN]);
    write(10, 10);
    assertThat(verify(1)).isEqualTo(new Sound(1, 10, 10, 0));
  }

  @Test
  void oldSegmentsMayBeMovedAway() throws IOException {
    write(1, 1_000);
    List<Long> firsts = List.copyOf(SegmentFiles.list(directory).keySet());
    assertThat(firsts.size()).isGreaterThan(3);
    Files.delete(segment(firsts.getFirst()));
    long left = firsts.get(1);
    assertThat(verify(left)).isEqualTo(new Sound(left, 1_000, 1_000, 0));
    assertThat(verify(1)).isEqualTo(new Broken(Problem.MISSING_SEGMENT, 1));
    write(1_001, 1_001);
    assertThat(verify(left)).isEqualTo(new Sound(left, 1_001, 1_001, 0));
    byte[] bytes = Files.readAllBytes(segment(left));
    bytes[Layout.PREVIOUS_AT] ^= 1;
    Files.write(segment(left), bytes);
    assertThat(verify(left)).isInstanceOf(Broken.class);
  }

  @Test
  void aMissingOrForeignSegmentIsFound() throws IOException {
    write(1, 1_000);
    List<Long> firsts = List.copyOf(SegmentFiles.list(directory).keySet());
    byte[] second = Files.readAllBytes(segment(firsts.get(1)));
    Files.delete(segment(firsts.get(1)));
    assertThat(verify(1)).isEqualTo(new Broken(Problem.MISSING_SEGMENT, firsts.get(1)));
    Files.write(segment(firsts.get(1)), Files.readAllBytes(segment(firsts.get(2))));
    assertThat(verify(1)).isEqualTo(new Broken(Problem.DAMAGED_SEGMENT, firsts.get(1)));
    Files.write(segment(firsts.get(1)), second);
    assertThat(verify(1)).isInstanceOf(Sound.class);
    Files.delete(segment(firsts.getLast()));
    assertThat(verify(1)).isEqualTo(new Broken(Problem.TRUNCATED, 1_000));
  }

  private void write(int from, int to) throws IOException {
    try (AuditLog log = Audits.open(directory, heads, signer)) {
      for (int i = from; i <= to; i++) {
        log.record(Audits.event("r" + i));
      }
    }
  }

  private static int startOfRecord(byte[] bytes, long sequence) {
    SegmentScan scan = new SegmentScan(bytes);
    do {
      scan.step();
    } while (scan.sequence() != sequence);
    return scan.at();
  }

  private static void assertDamaged(ThrowingCallable opening) {
    assertThatThrownBy(opening)
        .isInstanceOfSatisfying(
            AuditException.class,
            e -> assertThat(e.reason()).isEqualTo(AuditException.Reason.DAMAGED));
  }

  private Path segment(long first) {
    return directory.resolve(SegmentFiles.name(first));
  }

  private AuditVerdict verify(long first) {
    return new AuditVerifier(heads, signer::key).verify(directory, first);
  }
}
