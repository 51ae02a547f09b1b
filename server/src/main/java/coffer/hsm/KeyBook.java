package coffer.hsm;

import coffer.model.KeyVersionId;
import java.util.List;
import java.util.Set;

/// The books of keys that rest inside HSMs: a cluster asks them which there should be.
public interface KeyBook {
  /// No such keys.
  KeyBook EMPTY =
      new KeyBook() {
        @Override
        public List<Material> internalKeys() {
          return List.of();
        }

        @Override
        public Set<KeyVersionId> remnants() {
          return Set.of();
        }
      };

  /// All of them, with the SHA-256 of the copy that rests beside each. Those that are created or
  /// destroyed meanwhile may be among them or not.
  List<Material> internalKeys();

  /// Those that must not stay: destroyed, or made for a key that never came to be, or one that is
  /// being made. What is neither here nor among the keys is not this book's to remove: the book may
  /// be older than the HSMs.
  Set<KeyVersionId> remnants();
}
