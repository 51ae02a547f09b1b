package coffer.model;

import java.time.Instant;
import java.util.Optional;

/// One generation of key material.
///
/// @param material empty while an external key waits for its import, and after its material is gone
/// @param rowMac HMAC by the cluster's integrity key over everything that must not be swapped
///   between rows; empty with the material
public record KeyVersion(
    KeyVersionId id, Instant created, Optional<WrappedKey> material, byte[] rowMac) {}
