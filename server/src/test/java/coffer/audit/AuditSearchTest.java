package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.model.AuditHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can be asked of a trail of several segments, while it is written.
class AuditSearchTest {
  private static final int RECORDS = 1_000;
  private static final Instant BEGIN = Instant.parse("2026-03-04T00:00:00Z");

  @TempDir Path directory;
  private final Audits.Heads heads = new Audits.Heads();
  private Audits.Signer signer;
  private AuditLog log;
  private AuditSearch search;

  @BeforeEach
  void write() throws Exception {
    signer = new Audits.Signer("serial-1");
    log = Audits.open(directory, heads, signer);
    for (int i = 1; i <= RECORDS; i++) {
      log.record(event(i));
    }
    log.recordDurably(event(RECORDS + 1));
    search = new AuditSearch(directory);
    assertThat(SegmentFiles.list(directory).size()).isGreaterThan(2);
  }

  @AfterEach
  void close() {
    log.close();
  }

  private static AuditEvent event(int number) {
    return new AuditEvent(
        BEGIN.plusSeconds(number),
        "user/" + number % 3,
        number % 2 == 0 ? "kms:Encrypt" : "kms:Decrypt",
        "key/" + number % 5,
        number % 7 == 0 ? "NO_PERMISSION" : "OK",
        "request-" + number,
        "127.0.0." + number % 4,
        "");
  }

  private static AuditQuery query(
      Optional<Instant> begins, Optional<Instant> ends, Optional<String> action) {
    return new AuditQuery(
        begins,
        ends,
        Optional.of("user/1"),
        action,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private List<Long> all(AuditQuery query, int limit) {
    List<Long> found = new ArrayList<>();
    long before = Long.MAX_VALUE;
    while (true) {
      AuditSearch.Page page = search.search(query, before, limit);
      assertThat(page.records().size()).isLessThanOrEqualTo(limit);
      page.records().forEach(record -> found.add(record.sequence()));
      if (page.next().isEmpty()) {
        return found;
      }
      before = page.next().getAsLong();
    }
  }

  private static List<Long> expected(long from, long to, String action) {
    List<Long> expected = new ArrayList<>();
    for (long i = to; i >= from; i--) {
      if (i % 3 == 1 && event((int) i).action().equals(action)) {
        expected.add(i);
      }
    }
    return expected;
  }

  @Test
  void everyPageIsFoundNewestFirstAcrossSegments() {
    AuditQuery encrypts = query(Optional.empty(), Optional.empty(), Optional.of("kms:Encrypt"));
    for (int limit : new int[] {1, 7, 100, 5_000}) {
      assertThat(all(encrypts, limit)).isEqualTo(expected(1, RECORDS + 1, "kms:Encrypt"));
    }
  }

  @Test
  void aSegmentThatIsArchivedMeanwhileEndsTheSearchAndTakesNothingAway() throws Exception {
    AuditQuery query = query(Optional.empty(), Optional.empty(), Optional.empty());
    List<Long> before = all(query, 50);
    List<Path> segments = List.copyOf(SegmentFiles.list(directory).values());
    long kept = SegmentFiles.list(directory).lastKey();
    Path gone = segments.get(segments.size() - 2);
    Files.delete(gone);
    // Listed, and not there when it is opened.
    Files.createSymbolicLink(gone, directory.resolve("nowhere"));
    assertThat(all(query, 1_000))
        .isNotEmpty()
        .isEqualTo(before.stream().filter(number -> number >= kept).toList());
  }

  @Test
  void timesBoundWhatIsFound() {
    AuditQuery within =
        query(
            Optional.of(BEGIN.plusSeconds(100)),
            Optional.of(BEGIN.plusSeconds(700)),
            Optional.of("kms:Decrypt"));
    assertThat(all(within, 10)).isEqualTo(expected(100, 699, "kms:Decrypt"));
  }

  @Test
  void aRequestIsFoundByItsId() {
    AuditQuery one =
        new AuditQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("key/2"),
            Optional.of("NO_PERMISSION"),
            Optional.of("request-7"),
            Optional.of("127.0.0.3"));
    assertThat(search.search(one, Long.MAX_VALUE, 10).records())
        .containsExactly(new AuditSearch.Found(7, event(7)));
    assertThat(search.search(one, 7, 10).records()).isEmpty();
  }

  @Test
  void aProofLeadsFromTheRecordToTheSignedHead() throws Exception {
    Audits.eventually(() -> heads.newestSequence() == RECORDS + 1);
    AuditProofs proofs = new AuditProofs(directory, heads, _ -> Optional.of("certificate"));
    for (long sequence : new long[] {1, 400, RECORDS, RECORDS + 1}) {
      AuditProofs.Proof proof = proofs.prove(sequence).orElseThrow();
      byte[] chain = proof.previous();
      long number = sequence;
      for (byte[] payload : proof.payloads()) {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(chain);
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        chain = sha256.digest(payload);
        number++;
      }
      AuditHead head = proof.head();
      assertThat(number - 1).isEqualTo(head.sequence());
      assertThat(chain).isEqualTo(head.hash());
      Signature check = Signature.getInstance("SHA256withECDSA");
      check.initVerify(signer.key(head.signer()).orElseThrow());
      check.update(HeadMessage.of(head));
      assertThat(check.verify(head.signature())).isTrue();
      assertThat(new String(proof.payloads().getFirst(), StandardCharsets.UTF_8))
          .contains("\"request-" + sequence + "\"");
    }
    assertThat(proofs.prove(RECORDS + 2)).isEmpty();
  }

  @Test
  void aChangedRecordIsNotProven() throws Exception {
    Audits.eventually(() -> heads.newestSequence() == RECORDS + 1);
    log.close();
    Path first = SegmentFiles.list(directory).firstEntry().getValue();
    byte[] bytes = Files.readAllBytes(first);
    bytes[Layout.HEADER_BYTES + Layout.LENGTH_BYTES + Layout.SEQUENCE_BYTES + 20] ^= 1;
    Files.write(first, bytes);
    AuditProofs proofs = new AuditProofs(directory, heads, _ -> Optional.of("certificate"));
    assertThatThrownBy(() -> proofs.prove(1)).isInstanceOf(AuditException.class);
  }
}
