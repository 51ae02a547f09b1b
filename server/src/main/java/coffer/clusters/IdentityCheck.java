package coffer.clusters;

import java.time.Instant;

/// When an HSM last proved who it is.
///
/// @param beforePin whether it did so before it was given kmsuser's password
public record IdentityCheck(boolean beforePin, Instant at) {}
