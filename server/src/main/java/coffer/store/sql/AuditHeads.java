package coffer.store.sql;

import coffer.model.AuditHead;
import coffer.store.StoreException;
import coffer.store.StoreException.Reason;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The signed heads of the audit log, by sequence.
final class AuditHeads {
  private static final String FROM =
      "SELECT * FROM audit_heads WHERE sequence >= :from ORDER BY sequence LIMIT :limit";

  private static final String NEWEST = "SELECT * FROM audit_heads ORDER BY sequence DESC LIMIT 1";

  /// The newest stays whatever is asked: the next start holds the trail against it.
  private static final String PRUNE =
      """
      DELETE FROM audit_heads WHERE sequence < :below
      AND sequence < (SELECT MAX(sequence) FROM audit_heads)\
      """;

  private static final String THIN =
      """
      DELETE FROM audit_heads WHERE sequence IN (
        SELECT sequence FROM audit_heads WHERE recorded_at < :before
        AND sequence < (SELECT MAX(sequence) FROM audit_heads)
        AND sequence NOT IN (SELECT MAX(sequence) FROM audit_heads WHERE recorded_at < :before
          GROUP BY recorded_at / :stretch)
        ORDER BY sequence LIMIT :limit)\
      """;

  private final Session session;

  AuditHeads(Session session) {
    this.session = session;
  }

  List<AuditHead> from(long from, int limit) {
    if (limit < 1 || limit > SqlRows.ROWS_PER_PAGE_MAX) {
      throw new IllegalArgumentException("no such page");
    }
    return session.query(
        FROM, new Row().whole("from", from).whole("limit", limit), AuditHeads::read);
  }

  Optional<AuditHead> newest() {
    return session.first(NEWEST, new Row(), AuditHeads::read);
  }

  void append(AuditHead head) {
    Row row =
        new Row()
            .whole("sequence", head.sequence())
            .bytes("hash", head.hash())
            .time("recorded_at", head.at())
            .text("signer", head.signer())
            .bytes("signature", head.signature());
    if (session.execute(Sql.insert("audit_heads", row), row) == 0) {
      throw new StoreException(Reason.DUPLICATE, "An audit head has this sequence already.");
    }
  }

  int prune(long below) {
    return session.execute(PRUNE, new Row().whole("below", below));
  }

  int thin(Instant before, long stretchMillis, int limit) {
    Row row =
        new Row().time("before", before).whole("stretch", stretchMillis).whole("limit", limit);
    return session.execute(THIN, row);
  }

  private static AuditHead read(Columns columns) throws SQLException {
    return new AuditHead(
        columns.whole("sequence"),
        columns.bytes("hash"),
        columns.time("recorded_at"),
        columns.text("signer"),
        columns.bytes("signature"));
  }
}
