package coffer.access;

import coffer.store.Rows;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Goes through all rows of a kind, a page at a time.
final class AccessPages {
  private static final int PAGE = 1000;

  private AccessPages() {}

  static <V> void each(Rows<?, V> rows, Consumer<V> use) {
    any(
        rows,
        row -> {
          use.accept(row);
          return false;
        });
  }

  static <V> boolean any(Rows<?, V> rows, Predicate<V> wanted) {
    int offset = 0;
    List<V> page;
    do {
      page = rows.page(offset, PAGE);
      if (page.stream().anyMatch(wanted)) {
        return true;
      }
      offset += page.size();
    } while (page.size() == PAGE);
    return false;
  }
}
