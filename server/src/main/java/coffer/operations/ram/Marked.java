package coffer.operations.ram;

import coffer.model.KmsException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A page of a list that is in order of its names: what comes after a marker.
///
/// @param marker of the next page; absent at the end
record Marked<T>(List<T> rows, boolean truncated, Optional<String> marker) {
  private static final int ITEMS_DEFAULT = 100;
  private static final int ITEMS_MAX = 1_000;
  private static final int MARKER_LENGTH_MAX = 200;

  /// Refuses what no page can be, before its rows are looked for.
  static void requireFit(Optional<String> marker, Optional<Integer> maxItems) {
    int items = maxItems.orElse(ITEMS_DEFAULT);
    if (items < 1 || items > ITEMS_MAX) {
      throw KmsException.invalid("MaxItems", "1 to 1000");
    }
    if (marker.filter(text -> text.length() > MARKER_LENGTH_MAX).isPresent()) {
      throw KmsException.invalid("Marker");
    }
  }

  /// @param sorted all rows, by name
  static <T> Marked<T> page(
      List<T> sorted,
      Function<T, String> name,
      Optional<String> marker,
      Optional<Integer> maxItems) {
    requireFit(marker, maxItems);
    return page(sorted, name, marker, maxItems.orElse(ITEMS_DEFAULT));
  }

  /// For lists whose clients know of no pages.
  ///
  /// @param sorted all rows, by name; their number is bounded elsewhere
  static <T> Marked<T> pageOrAll(
      List<T> sorted,
      Function<T, String> name,
      Optional<String> marker,
      Optional<Integer> maxItems) {
    requireFit(marker, maxItems);
    return page(sorted, name, marker, maxItems.orElse(sorted.size()));
  }

  private static <T> Marked<T> page(
      List<T> sorted, Function<T, String> name, Optional<String> marker, int items) {
    List<T> rest =
        sorted.stream()
            .filter(row -> marker.isEmpty() || name.apply(row).compareTo(marker.get()) > 0)
            .limit(items + 1L)
            .toList();
    boolean truncated = rest.size() > items;
    List<T> rows = truncated ? rest.subList(0, items) : rest;
    return new Marked<>(
        rows, truncated, truncated ? Optional.of(name.apply(rows.getLast())) : Optional.empty());
  }
}
