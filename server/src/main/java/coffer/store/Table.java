package coffer.store;

import java.util.function.UnaryOperator;

/// Reading and changing one kind of record inside a transaction. A call that is refused as
/// DUPLICATE or MISSING changes nothing, and the transaction may go on.
public interface Table<I, V> extends Rows<I, V> {
  /// Throws `StoreException` DUPLICATE when the id, or a unique value, is taken.
  void insert(V value);

  /// Replaces the row by `change` of it; the id must stay. Throws `StoreException` MISSING, and
  /// DUPLICATE when a unique value is taken.
  ///
  /// @return the new value, as it is kept
  V update(I id, UnaryOperator<V> change);

  /// Throws `StoreException` MISSING.
  void delete(I id);
}
