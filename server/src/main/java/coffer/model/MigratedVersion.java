package coffer.model;

import java.time.Instant;
import java.util.Optional;

/// The material of a key version as another cluster holds it, before its instance is bound to that.
///
/// @param cluster the other one
/// @param sourceMac the row MAC of the version that it is a copy of: another one means that the
///   version changed since
/// @param material under the other cluster's KEK
/// @param rowMac by the other cluster's integrity key
/// @param fingerprint of imported material, by the same
public record MigratedVersion(
    KeyVersionId version,
    ClusterId cluster,
    byte[] sourceMac,
    WrappedKey material,
    byte[] rowMac,
    Optional<byte[]> fingerprint,
    Instant created) {}
