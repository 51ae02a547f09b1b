package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.audit.Audits.Heads;
import coffer.audit.Audits.Signer;
import coffer.model.AuditHead;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditHeadsTest {
  @TempDir Path directory;
  private final Heads heads = new Heads();
  private final Signer signer = new Signer("0001");

  @Test
  void theHeadFollowsWithinASecondAndNothingIsSignedTwice() throws Exception {
    try (AuditLog log = Audits.open(directory, heads, signer)) {
      log.record(Audits.event("r"));
      Audits.eventually(() -> heads.newestSequence() == 1);
      Thread.sleep(1_100);
      assertThat(heads.all).hasSize(1);
    }
    assertThat(heads.all).hasSize(1);
    Audits.open(directory, heads, signer).close();
    assertThat(heads.all).hasSize(1);
  }

  @Test
  void aChangeIsSignedSoonAndManyShareASignature() throws Exception {
    try (AuditLog log = Audits.open(directory, heads, signer)) {
      long fastest = Long.MAX_VALUE;
      for (int i = 1; i <= 5; i++) {
        long sequence = i;
        log.recordDurably(Audits.event("first" + i));
        long started = System.nanoTime();
        Audits.eventually(() -> heads.newestSequence() == sequence);
        fastest = Math.min(fastest, System.nanoTime() - started);
      }
      assertThat(fastest).as("nanos, well below the period").isLessThan(500_000_000L);
      for (int i = 0; i < 50; i++) {
        log.recordDurably(Audits.event("r" + i));
      }
      Audits.eventually(() -> heads.newestSequence() == 55);
      assertThat(heads.all.size()).isLessThanOrEqualTo(55);
    }
  }

  @Test
  void closingSignsTheLastRecord() throws Exception {
    try (AuditLog log = Audits.open(directory, heads, signer)) {
      for (int i = 0; i < 10; i++) {
        log.record(Audits.event("r" + i));
      }
    }
    assertThat(heads.newestSequence()).isEqualTo(10);
  }

  @Test
  void lostSignersHoldUpNobodyAndTheHeadIsSignedWhenOneIsBack() throws Exception {
    signer.lost = true;
    long started = System.nanoTime();
    try (AuditLog log = Audits.open(directory, heads, signer)) {
      for (int i = 0; i < 100; i++) {
        log.recordDurably(Audits.event("r" + i));
      }
      assertThat(log.healthy()).isTrue();
      int periods = (int) ((System.nanoTime() - started) / 900_000_000L);
      assertThat(signer.calls.get()).as("one attempt a period").isLessThanOrEqualTo(periods + 2);
      assertThat(heads.all).isEmpty();
      signer.lost = false;
      Audits.eventually(() -> heads.newestSequence() == 100);
    }
    assertThat(new AuditVerifier(heads, signer::key).verify(directory, 1))
        .isEqualTo(new AuditVerdict.Sound(1, 100, 100, 0));
  }

  @Test
  void anotherHsmSignsWhenTheFirstIsLost() throws Exception {
    signer.lost = true;
    Signer other = new Signer("0002");
    try (AuditLog log = Audits.open(directory, heads, signer, other)) {
      log.record(Audits.event("r"));
    }
    assertThat(heads.all).extracting(AuditHead::signer).containsExactly("0002");
    assertThat(new AuditVerifier(heads, other::key).verify(directory, 1))
        .isInstanceOf(AuditVerdict.Sound.class);
  }

  @Test
  void theSignedMessageNeverChanges() {
    AuditHead head =
        new AuditHead(5, new byte[32], Instant.ofEpochMilli(0x0102), "0001", new byte[0]);
    assertThat(HexFormat.of().formatHex(HeadMessage.of(head)))
        .isEqualTo(
            HexFormat.of().formatHex("coffer-audit-head/1".getBytes(StandardCharsets.US_ASCII))
                + "00"
                + "0000000000000005"
                + "00".repeat(32)
                + "0000000000000102"
                + "30303031");
  }
}
