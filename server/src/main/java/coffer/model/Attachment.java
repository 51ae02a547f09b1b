package coffer.model;

import java.time.Instant;

/// A policy that counts for a user, a group or a role.
public record Attachment(PolicyRef policy, EntityKind kind, EntityId entity, Instant attached) {
  /// Which policy, to whom.
  public record Id(PolicyRef policy, EntityId entity) {
    @Override
    public String toString() {
      return policy + "/" + entity;
    }
  }

  public Id id() {
    return new Id(policy, entity);
  }
}
