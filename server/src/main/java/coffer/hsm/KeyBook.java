package coffer.hsm;

import java.util.List;

/// The books of keys that rest inside HSMs: a cluster asks them which there should be.
@FunctionalInterface
public interface KeyBook {
  /// No such keys.
  KeyBook EMPTY = List::of;

  /// All of them, with the SHA-256 of the copy that rests beside each. Those that are created or
  /// destroyed meanwhile may be among them or not.
  List<Material> internalKeys();
}
