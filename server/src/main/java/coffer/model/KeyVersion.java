package coffer.model;

import java.time.Instant;
import java.util.Optional;

/// One generation of key material.
///
/// @param material empty while an external key waits for its import, and after its material is gone
/// @param rowMac HMAC by the cluster's integrity key over everything that must not be swapped
///   between rows; empty with the material
public record KeyVersion(
    KeyVersionId id, Instant created, Optional<WrappedKey> material, byte[] rowMac) {
  private static final byte[] NONE = {};

  /// One whose material is gone, or is still to come.
  public static KeyVersion withoutMaterial(KeyVersionId id, Instant created) {
    return new KeyVersion(id, created, Optional.empty(), NONE);
  }

  KeyVersion withoutMaterial() {
    return withoutMaterial(id, created);
  }
}
