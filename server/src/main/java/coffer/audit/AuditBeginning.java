package coffer.audit;

import coffer.store.Store;
import coffer.store.Transaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.NavigableMap;

/// The first sequence that must be in the trail's own directory: what stood before it was archived,
/// or is damaged and was accepted as that.
public final class AuditBeginning {
  private static final String SETTING = "audit/first";

  private AuditBeginning() {}

  public static long of(Store store) {
    return store
        .read(view -> view.settings().find(SETTING))
        .map(value -> Long.parseLong(new String(value, StandardCharsets.US_ASCII)))
        .orElse(1L);
  }

  /// The trail in `directory` is a part of what it was: it begins with the first segment there.
  public static void moveTo(Store store, Path directory) throws IOException {
    NavigableMap<Long, Path> files = SegmentFiles.list(directory);
    if (!files.isEmpty()) {
      long first = files.firstKey();
      store.inTransaction(transaction -> {
        put(transaction, first);
        return first;
      });
    }
  }

  static void put(Transaction transaction, long first) {
    transaction.putSetting(SETTING, Long.toString(first).getBytes(StandardCharsets.US_ASCII));
  }
}
