package coffer.audit;

import coffer.model.AuditHead;
import coffer.store.Store;
import java.util.List;
import java.util.Optional;

/// Where signed heads are kept: apart from the trail that they prove.
public interface HeadStore {
  Optional<AuditHead> newest();

  /// Heads with a sequence of at least `from`, oldest first.
  List<AuditHead> from(long from, int limit);

  void append(AuditHead head);

  /// In the service's store.
  static HeadStore in(Store store) {
    return new HeadStore() {
      @Override
      public Optional<AuditHead> newest() {
        return store.read(snapshot -> snapshot.newestAuditHead());
      }

      @Override
      public List<AuditHead> from(long from, int limit) {
        return store.read(snapshot -> snapshot.auditHeads(from, limit));
      }

      @Override
      public void append(AuditHead head) {
        store.inTransaction(tx -> {
          tx.appendAuditHead(head);
          return head.sequence();
        });
      }
    };
  }
}
