package coffer.model;

import java.time.Instant;
import java.util.Optional;

/// Somebody, or a program, that calls in their own name.
///
/// @param displayName and the texts after it: free, empty when there is none
public record User(
    EntityId id,
    UserName name,
    String displayName,
    String mobilePhone,
    String email,
    String comments,
    Instant created,
    Instant updated,
    Optional<Instant> lastLogin) {
  public User loggedInAt(Instant at) {
    return new User(
        id, name, displayName, mobilePhone, email, comments, created, updated, Optional.of(at));
  }
}
