package coffer.store;

import coffer.model.KeyStorageMechanism;

/// How many key versions a KEK wraps.
///
/// @param storage where these rest: of those inside HSMs, the KEK wraps the copies there
public record KekUse(int kekVersion, KeyStorageMechanism storage, long versions) {}
