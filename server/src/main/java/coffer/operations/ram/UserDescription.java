package coffer.operations.ram;

import coffer.model.User;
import coffer.operations.Doc;
import java.time.Instant;
import java.util.Optional;

/// A user as the API tells it.
public record UserDescription(
    @Doc("Id of the user, for life.") String userId,
    @Doc("Name of the user.") String userName,
    @Doc("Name for people.") Optional<String> displayName,
    @Doc("Phone number.") Optional<String> mobilePhone,
    @Doc("Mail address.") Optional<String> email,
    @Doc("Free text.") Optional<String> comments,
    @Doc("When the user was created.") Instant createDate,
    @Doc("When the user was changed.") Instant updateDate,
    @Doc("When the user last logged in; absent if never.") Optional<Instant> lastLoginDate) {
  static UserDescription of(User user) {
    return new UserDescription(
        user.id().value(),
        user.name().value(),
        present(user.displayName()),
        present(user.mobilePhone()),
        present(user.email()),
        present(user.comments()),
        user.created(),
        user.updated(),
        user.lastLogin());
  }

  static Optional<String> present(String text) {
    return Optional.of(text).filter(t -> !t.isEmpty());
  }
}
