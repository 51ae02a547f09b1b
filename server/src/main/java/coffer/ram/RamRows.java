package coffer.ram;

import coffer.store.Rows;
import java.util.ArrayList;
import java.util.List;

/// All rows of a kind, read a page at a time. Their numbers are bounded by `RamLimits`.
final class RamRows {
  private static final int PAGE = 1_000;

  private RamRows() {}

  static <V> List<V> all(Rows<?, V> rows) {
    List<V> all = new ArrayList<>();
    List<V> page;
    do {
      page = rows.page(all.size(), PAGE);
      all.addAll(page);
    } while (page.size() == PAGE);
    return all;
  }
}
