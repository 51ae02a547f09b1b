package coffer.model;

import java.time.Instant;

/// What is known of the material that a key was given first, for as long as there is the key: other
/// material is never taken.
///
/// @param fingerprint under a key that never leaves the HSMs
public record ImportedMaterial(KeyId key, byte[] fingerprint, Instant created) {}
