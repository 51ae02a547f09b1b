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
    Optional<Instant> bound) {
  /// @param step of the code that showed that the user has it
  public MfaDevice boundTo(EntityId owner, long step, Instant at) {
    return new MfaDevice(serial, sealedSeed, Optional.of(owner), step, created, Optional.of(at));
  }

  /// The last step stays, so that no code counts again when it is bound again.
  public MfaDevice unbound() {
    return new MfaDevice(serial, sealedSeed, Optional.empty(), lastStep, created, Optional.empty());
  }

  public MfaDevice usedAt(long step) {
    return new MfaDevice(serial, sealedSeed, user, step, created, bound);
  }
}
