package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.audit.AuditVerdict.Broken;
import coffer.audit.AuditVerdict.Problem;
import coffer.audit.AuditVerdict.Sound;
import coffer.audit.Audits.Heads;
import coffer.audit.Audits.Signer;
import coffer.model.AuditHead;
import coffer.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A trail of a few records with its last one signed, changed in every way.
class AuditTamperingTest {
  private static final int RECORDS = 8;

  @TempDir Path directory;
  private final Heads heads = new Heads();
  private final Signer signer = new Signer("0001");
  private Path file;
  private byte[] original;

  @BeforeEach
  void aSignedTrail() throws IOException {
    try (AuditLog log = Audits.open(directory, heads, signer)) {
      for (int i = 1; i <= RECORDS; i++) {
        log.record(Audits.event("r" + i));
      }
    }
    file = directory.resolve("000000000001.log");
    original = Files.readAllBytes(file);
    // A shorter rest of zeros, so that thousands of changes are quick to verify.
    original = Arrays.copyOf(original, new SegmentScan(original).committed() + 256);
    replace(original);
    assertThat(verify()).isEqualTo(new Sound(1, RECORDS, RECORDS, 0));
  }

  @Test
  void everyFlippedBitIsFound() throws IOException {
    int end = new SegmentScan(original).committed();
    for (int i = 0; i < end; i++) {
      byte[] changed = original.clone();
      changed[i] ^= (byte) (1 << (i % 8));
      replace(changed);
      assertThat(verify()).as("byte " + i).isInstanceOf(Broken.class);
    }
  }

  @Test
  void everyFlippedBitIsFoundWithoutHeads() throws IOException {
    heads.all.clear();
    int end = new SegmentScan(original).committed();
    for (int i = 0; i < end; i++) {
      byte[] changed = original.clone();
      changed[i] ^= (byte) (1 << (i % 8));
      replace(changed);
      assertThat(verify()).as("byte " + i).isInstanceOf(Broken.class);
    }
  }

  @Test
  void bytesBehindTheLastRecordAreFound() {
    Seeds.check(
        50,
        random -> {
          int end = new SegmentScan(original).committed();
          byte[] changed = original.clone();
          changed[random.nextInt(end, changed.length)] = (byte) random.nextInt(1, 256);
          assertThat(verdictOf(changed)).isEqualTo(new Broken(Problem.TORN_END, RECORDS + 1));
        });
  }

  @Test
  void everyRemovedRecordIsFound() {
    for (int i = 0; i < RECORDS; i++) {
      int removed = i;
      Problem expected = i == RECORDS - 1 ? Problem.TRUNCATED : Problem.REMOVED_RECORD;
      assertThat(rearranged(records -> records.remove(removed)))
          .isEqualTo(new Broken(expected, i + 1));
    }
  }

  @Test
  void everySwappedPairIsFound() {
    for (int i = 0; i < RECORDS; i++) {
      for (int j = i + 1; j < RECORDS; j++) {
        int a = i;
        int b = j;
        assertThat(rearranged(records -> Collections.swap(records, a, b)))
            .isEqualTo(new Broken(Problem.REORDERED_RECORDS, i + 1));
      }
    }
  }

  @Test
  void everyDuplicatedRecordIsFound() {
    for (int i = 0; i < RECORDS; i++) {
      for (int j = 0; j <= RECORDS; j++) {
        int from = i;
        int to = j;
        assertThat(rearranged(records -> records.add(to, records.get(from))))
            .isInstanceOf(Broken.class);
      }
    }
  }

  @Test
  void everyLengthBelowTheNewestHeadIsFound() throws IOException {
    int end = new SegmentScan(original).committed();
    for (int length = 0; length < end; length++) {
      replace(Arrays.copyOf(original, length));
      assertThat(verify()).as("length " + length).isInstanceOf(Broken.class);
      byte[] blanked = Arrays.copyOf(Arrays.copyOf(original, length), original.length);
      if (Arrays.mismatch(blanked, original) >= 0) {
        replace(blanked);
        assertThat(verify()).as("zeros from " + length).isInstanceOf(Broken.class);
      }
    }
  }

  @Test
  void aChainRecomputedWithoutTheKeyIsFound() throws IOException {
    Heads none = new Heads();
    Path forged = Files.createDirectory(directory.resolve("forged"));
    try (AuditLog log = Audits.open(forged, none, new Signer("0001"))) {
      for (int i = 1; i <= RECORDS; i++) {
        log.record(Audits.event(i == 3 ? "forged" : "r" + i));
      }
    }
    Files.copy(forged.resolve("000000000001.log"), file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(verify()).isEqualTo(new Broken(Problem.HEAD_MISMATCH, RECORDS));
    heads.all.clear();
    heads.all.addAll(none.all);
    assertThat(verify()).isEqualTo(new Broken(Problem.BAD_HEAD_SIGNATURE, RECORDS));
  }

  @Test
  void anyChangeOfAHeadIsFound() {
    AuditHead head = heads.all.getFirst();
    byte[] hash = head.hash().clone();
    hash[7] ^= 1;
    byte[] signature = head.signature().clone();
    signature[9] ^= 1;
    for (AuditHead changed :
        List.of(
            new AuditHead(RECORDS - 1, head.hash(), head.at(), head.signer(), head.signature()),
            new AuditHead(RECORDS, hash, head.at(), head.signer(), head.signature()),
            new AuditHead(RECORDS, new byte[0], head.at(), head.signer(), head.signature()),
            new AuditHead(
                RECORDS, head.hash(), head.at().plusMillis(1), head.signer(), head.signature()),
            new AuditHead(RECORDS, head.hash(), head.at(), head.signer(), signature),
            new AuditHead(RECORDS, head.hash(), head.at(), head.signer(), new byte[0]))) {
      heads.all.set(0, changed);
      assertThat(verify()).isInstanceOf(Broken.class);
    }
    heads.all.set(0, new AuditHead(RECORDS, head.hash(), head.at(), "0002", head.signature()));
    assertThat(verify()).isEqualTo(new Broken(Problem.UNKNOWN_SIGNER, RECORDS));
  }

  @Test
  void everyOneOfManyHeadsIsHeldAgainstTheChain() {
    heads.all.clear();
    Path chain = directory.resolve("long");
    try (AuditLog log = Audits.open(chain, heads, signer)) {
      for (int i = 1; i <= 1_200; i++) {
        log.record(Audits.event("r" + i));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    AuditHead last = heads.all.removeLast();
    List<Position> positions = positions(chain);
    for (Position position : positions) {
      heads.all.add(signed(position));
    }
    heads.all.add(last);
    AuditVerifier verifier = new AuditVerifier(heads, signer::key);
    assertThat(verifier.verify(chain, 1)).isEqualTo(new Sound(1, 1_200, 1_200, 0));
    heads.all.set(1_100, signed(new Position(1_101, new byte[32])));
    assertThat(verifier.verify(chain, 1)).isEqualTo(new Broken(Problem.HEAD_MISMATCH, 1_101));
  }

  private AuditHead signed(Position position) {
    AuditHead unsigned =
        new AuditHead(
            position.sequence(), position.chain(), Instant.EPOCH, signer.signer(), new byte[0]);
    return new AuditHead(
        unsigned.sequence(),
        unsigned.hash(),
        unsigned.at(),
        unsigned.signer(),
        signer.sign(HeadMessage.of(unsigned)));
  }

  private static List<Position> positions(Path directory) {
    List<Position> positions = new ArrayList<>();
    try {
      for (Path segment : SegmentFiles.list(directory).values()) {
        SegmentScan scan = new SegmentScan(SegmentFiles.read(segment));
        while (scan.step() == SegmentScan.Step.RECORD) {
          positions.add(new Position(scan.sequence(), scan.chain()));
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return positions.subList(0, positions.size() - 1);
  }

  @Test
  void anEmptiedDirectoryIsFound() throws IOException {
    Files.delete(file);
    assertThat(verify()).isEqualTo(new Broken(Problem.MISSING_SEGMENT, 1));
  }

  @Test
  void hostileBytesLeadToAVerdict() {
    Seeds.check(
        300,
        random -> {
          byte[] hostile = original.clone();
          int from = random.nextInt(0, 600);
          byte[] noise = new byte[random.nextInt(1, 64)];
          random.nextBytes(noise);
          System.arraycopy(noise, 0, hostile, from, noise.length);
          byte[] cut = Arrays.copyOf(hostile, random.nextInt(0, hostile.length));
          assertThat(verdictOf(random.nextBoolean() ? hostile : cut)).isInstanceOf(Broken.class);
        });
  }

  private AuditVerdict rearranged(Consumer<List<byte[]>> how) {
    List<byte[]> records = new ArrayList<>();
    SegmentScan scan = new SegmentScan(original);
    while (scan.step() == SegmentScan.Step.RECORD) {
      records.add(
          Arrays.copyOfRange(
              original, scan.at(), scan.at() + Layout.recordBytes(scan.payload().length)));
    }
    how.accept(records);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Arrays.copyOf(original, Layout.HEADER_BYTES));
    records.forEach(out::writeBytes);
    return verdictOf(Arrays.copyOf(out.toByteArray(), original.length));
  }

  private AuditVerdict verdictOf(byte[] bytes) {
    try {
      replace(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return verify();
  }

  /// In place: file systems flush a file that is truncated to nothing and written again.
  private void replace(byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), 0);
      channel.truncate(bytes.length);
    }
  }

  private AuditVerdict verify() {
    return new AuditVerifier(heads, signer::key).verify(directory, 1);
  }
}
