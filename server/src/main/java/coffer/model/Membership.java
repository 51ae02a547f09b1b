package coffer.model;

import java.time.Instant;

/// A user in a group.
public record Membership(EntityId user, EntityId group, Instant joined) {
  /// Which user in which group.
  public record Id(EntityId user, EntityId group) {
    @Override
    public String toString() {
      return user + "/" + group;
    }
  }

  public Id id() {
    return new Id(user, group);
  }
}
