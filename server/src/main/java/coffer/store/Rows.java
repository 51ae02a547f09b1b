package coffer.store;

import java.util.List;
import java.util.Optional;

/// Reading one kind of record.
public interface Rows<I, V> {
  Optional<V> find(I id);

  /// A page in order of creation, ties by id.
  ///
  /// @param offset rows to skip, from 0
  /// @param limit rows at most, 1 to 1,000
  List<V> page(int offset, int limit);

  long count();
}
