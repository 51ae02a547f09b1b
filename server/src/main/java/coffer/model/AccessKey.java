package coffer.model;

import java.time.Instant;
import java.util.Optional;

/// An access key of the account or of one of its users. Its secret is kept sealed, because the
/// signature of OpenAPI requests is an HMAC under it.
///
/// @param owner the user; empty for the account's root
/// @param lastUsed to the minute; empty when it never was
public record AccessKey(
    AccessKeyId id,
    Optional<EntityId> owner,
    byte[] sealedSecret,
    boolean active,
    Instant created,
    Optional<Instant> lastUsed) {
  public AccessKey withActive(boolean now) {
    return new AccessKey(id, owner, sealedSecret, now, created, lastUsed);
  }

  public AccessKey usedAt(Instant at) {
    return new AccessKey(id, owner, sealedSecret, active, created, Optional.of(at));
  }
}
