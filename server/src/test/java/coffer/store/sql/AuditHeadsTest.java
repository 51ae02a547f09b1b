package coffer.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.model.AuditHead;
import coffer.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditHeadsTest {
  private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
  private static final int HEADS = 600;

  @TempDir Path folder;
  private Store store;

  @BeforeEach
  void tenMinutesOfHeads() {
    store = SqlStore.open(folder.resolve("coffer.db"), Clock.systemUTC());
    store.inTransaction(transaction -> {
      for (int i = 1; i <= HEADS; i++) {
        transaction.appendAuditHead(
            new AuditHead(i * 10L, new byte[32], FROM.plusSeconds(i - 1), "0001", new byte[] {1}));
      }
      return true;
    });
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<Long> left() {
    return store.read(view -> view.auditHeads(1, 1000)).stream().map(AuditHead::sequence).toList();
  }

  private int thin(Instant before, int limit) {
    return store.inTransaction(transaction -> transaction.thinAuditHeads(before, 60_000, limit));
  }

  @Test
  void oneHeadAMinuteStaysOfWhatIsOld() {
    assertThat(thin(FROM.plusSeconds(300), 10_000)).isEqualTo(5 * 59);
    List<Long> left = left();
    assertThat(left.subList(0, 5)).containsExactly(600L, 1200L, 1800L, 2400L, 3000L);
    assertThat(left).hasSize(5 + 300).endsWith(HEADS * 10L);
    assertThat(thin(FROM.plusSeconds(300), 10_000)).isZero();
  }

  @Test
  void theNewestStaysEvenWhenAllAreOld() {
    assertThat(thin(FROM.plusSeconds(100_000), 100)).isEqualTo(100);
    while (thin(FROM.plusSeconds(100_000), 100) > 0) {
      assertThat(left()).endsWith(HEADS * 10L);
    }
    assertThat(left()).hasSize(10).endsWith(HEADS * 10L);
  }

  @Test
  void pruningRemovesWhatIsBelowAndNeverTheNewest() {
    store.inTransaction(transaction -> {
      transaction.pruneAuditHeads(3_000);
      return true;
    });
    assertThat(left()).startsWith(3_000L).hasSize(301);
    store.inTransaction(transaction -> {
      transaction.pruneAuditHeads(Long.MAX_VALUE);
      return true;
    });
    assertThat(left()).containsExactly(HEADS * 10L);
  }
}
