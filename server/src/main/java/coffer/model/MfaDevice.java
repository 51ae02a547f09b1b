package coffer.model;

import java.time.Instant;
import java.util.Optional;

/// A virtual second factor (RFC 6238).
///
/// @param serial its name, as users see it
/// @param sealedSeed kept sealed, because checking a code needs it
/// @param user whom it is bound to
/// @param lastStep number of the time step whose code was taken last; each is taken once
public record MfaDevice(
    MfaSerial serial,
    byte[] sealedSeed,
    Optional<EntityId> user,
    long lastStep,
    Instant created,
    Optional<Instant> bound) {}
