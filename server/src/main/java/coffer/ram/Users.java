package coffer.ram;

import coffer.model.EntityId;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.User;
import coffer.model.UserName;
import coffer.store.Snapshot;
import coffer.store.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The life of users. Does not check permissions.
public final class Users {
  private final RamDirectory directory;
  private final Clock clock;
  private final Supplier<EntityId> ids;

  Users(RamDirectory directory, Clock clock, Supplier<EntityId> ids) {
    this.directory = directory;
    this.clock = clock;
    this.ids = ids;
  }

  /// What can be said of a user besides the name; what is absent is empty, or stays as it is.
  ///
  /// @param prefix what an operation writes before the names of these parameters: `New`, or nothing
  public record Profile(
      String prefix,
      Optional<String> displayName,
      Optional<String> mobilePhone,
      Optional<String> email,
      Optional<String> comments) {
    public Profile {
      displayName.ifPresent(text -> RamLimits.displayName(prefix + "DisplayName", text));
      mobilePhone.ifPresent(text -> RamLimits.phone(prefix + "MobilePhone", text));
      email.ifPresent(text -> RamLimits.email(prefix + "Email", text));
      comments.ifPresent(text -> RamLimits.comments(prefix + "Comments", text));
    }
  }

  public User create(UserName name, Profile profile) {
    Instant now = now();
    User user =
        new User(
            ids.get(),
            name,
            profile.displayName().orElse(""),
            profile.mobilePhone().orElse(""),
            profile.email().orElse(""),
            profile.comments().orElse(""),
            now,
            now,
            Optional.empty());
    return directory.change(transaction -> {
      requireFree(transaction, name);
      if (transaction.ram().users().count() >= RamLimits.USERS_MAX) {
        throw new KmsException(ErrorCode.LIMIT_EXCEEDED_USER);
      }
      transaction.ram().users().insert(user);
      return user;
    });
  }

  public User update(UserName name, Optional<UserName> newName, Profile profile) {
    return directory.change(transaction -> {
      User old = require(transaction, name);
      newName
          .filter(other -> !other.equals(name))
          .ifPresent(other -> requireFree(transaction, other));
      return transaction
          .ram()
          .users()
          .update(
              old.id(),
              user ->
                  new User(
                      user.id(),
                      newName.orElse(name),
                      profile.displayName().orElse(user.displayName()),
                      profile.mobilePhone().orElse(user.mobilePhone()),
                      profile.email().orElse(user.email()),
                      profile.comments().orElse(user.comments()),
                      user.created(),
                      now(),
                      user.lastLogin()));
    });
  }

  /// Refused while anything belongs to the user.
  public void delete(UserName name) {
    directory.change(transaction -> {
      EntityId id = require(transaction, name).id();
      refuseIf(
          transaction.ram().accessKeys(id).count() > 0, ErrorCode.DELETE_CONFLICT_USER_ACCESS_KEY);
      refuseIf(
          transaction.ram().attachments(id).count() > 0, ErrorCode.DELETE_CONFLICT_USER_POLICY);
      refuseIf(transaction.ram().memberships(id).count() > 0, ErrorCode.DELETE_CONFLICT_USER_GROUP);
      refuseIf(
          transaction.ram().loginProfiles().find(id).isPresent(),
          ErrorCode.DELETE_CONFLICT_USER_LOGIN_PROFILE);
      refuseIf(
          transaction.ram().mfaDevices(id).count() > 0, ErrorCode.DELETE_CONFLICT_USER_MFA_DEVICE);
      transaction.ram().users().delete(id);
      return true;
    });
  }

  public User require(UserName name) {
    return Optional.ofNullable(directory.state().users().get(name.value()))
        .orElseThrow(() -> new KmsException(ErrorCode.USER_NOT_EXIST));
  }

  /// Empty when the user is gone.
  public Optional<User> find(EntityId id) {
    return directory.state().users().values().stream()
        .filter(user -> user.id().equals(id))
        .findFirst();
  }

  /// All of them, by name.
  public List<User> all() {
    return List.copyOf(directory.state().users().values());
  }

  static User require(Snapshot view, UserName name) {
    return view.ram().user(name).orElseThrow(() -> new KmsException(ErrorCode.USER_NOT_EXIST));
  }

  private static void requireFree(Transaction transaction, UserName name) {
    refuseIf(transaction.ram().user(name).isPresent(), ErrorCode.USER_ALREADY_EXISTS);
  }

  static void refuseIf(boolean refused, ErrorCode code) {
    if (refused) {
      throw new KmsException(code);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
