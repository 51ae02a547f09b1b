package coffer.ram;

import coffer.model.EntityId;
import coffer.model.ErrorCode;
import coffer.model.Group;
import coffer.model.GroupName;
import coffer.model.KmsException;
import coffer.model.Membership;
import coffer.model.User;
import coffer.model.UserName;
import coffer.store.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The life of groups and who is in them. Does not check permissions.
public final class Groups {
  private final RamDirectory directory;
  private final Clock clock;
  private final Supplier<EntityId> ids;

  Groups(RamDirectory directory, Clock clock, Supplier<EntityId> ids) {
    this.directory = directory;
    this.clock = clock;
    this.ids = ids;
  }

  public Group create(GroupName name, String comments) {
    RamLimits.comments("Comments", comments);
    Instant now = now();
    Group group = new Group(ids.get(), name, comments, now, now);
    return directory.change(transaction -> {
      Users.refuseIf(transaction.ram().group(name).isPresent(), ErrorCode.GROUP_ALREADY_EXISTS);
      Users.refuseIf(
          transaction.ram().groups().count() >= RamLimits.GROUPS_MAX,
          ErrorCode.LIMIT_EXCEEDED_GROUP);
      transaction.ram().groups().insert(group);
      return group;
    });
  }

  /// What is absent stays as it is.
  public Group update(GroupName name, Optional<GroupName> newName, Optional<String> comments) {
    comments.ifPresent(text -> RamLimits.comments("NewComments", text));
    return directory.change(transaction -> {
      Group old = require(transaction, name);
      Users.refuseIf(
          newName
              .filter(other -> !other.equals(name))
              .flatMap(transaction.ram()::group)
              .isPresent(),
          ErrorCode.GROUP_ALREADY_EXISTS);
      return transaction
          .ram()
          .groups()
          .update(
              old.id(),
              group ->
                  new Group(
                      group.id(),
                      newName.orElse(name),
                      comments.orElse(group.comments()),
                      group.created(),
                      now()));
    });
  }

  /// Refused while users are in it or policies attached to it.
  public void delete(GroupName name) {
    directory.change(transaction -> {
      EntityId id = require(transaction, name).id();
      Users.refuseIf(
          transaction.ram().memberships(id).count() > 0, ErrorCode.DELETE_CONFLICT_GROUP_USER);
      Users.refuseIf(
          transaction.ram().attachments(id).count() > 0, ErrorCode.DELETE_CONFLICT_GROUP_POLICY);
      transaction.ram().groups().delete(id);
      return true;
    });
  }

  public void add(UserName user, GroupName group) {
    Instant now = now();
    directory.change(transaction -> {
      EntityId its = Users.require(transaction, user).id();
      Membership membership = new Membership(its, require(transaction, group).id(), now);
      Users.refuseIf(
          transaction.ram().memberships().find(membership.id()).isPresent(),
          ErrorCode.USER_GROUP_ALREADY_EXISTS);
      Users.refuseIf(
          transaction.ram().memberships(its).count() >= RamLimits.GROUPS_PER_USER_MAX,
          ErrorCode.LIMIT_EXCEEDED_GROUP);
      transaction.ram().memberships().insert(membership);
      return true;
    });
  }

  public void remove(UserName user, GroupName group) {
    directory.change(transaction -> {
      Membership.Id id =
          new Membership.Id(
              Users.require(transaction, user).id(), require(transaction, group).id());
      Users.refuseIf(
          transaction.ram().memberships().find(id).isEmpty(), ErrorCode.USER_GROUP_NOT_EXIST);
      transaction.ram().memberships().delete(id);
      return true;
    });
  }

  public Group require(GroupName name) {
    return Attachments.found(directory.state().groups(), name.value(), ErrorCode.GROUP_NOT_EXIST);
  }

  /// All of them, by name.
  public List<Group> all() {
    return List.copyOf(directory.state().groups().values());
  }

  /// Somebody in a group, or a group that somebody is in.
  public record Joined<T>(T what, Instant joined) {}

  /// The groups of a user, by name.
  public List<Joined<Group>> of(UserName user) {
    RamState state = directory.state();
    EntityId id = Attachments.found(state.users(), user.value(), ErrorCode.USER_NOT_EXIST).id();
    Map<EntityId, Instant> joined =
        state.membershipsOf(id).stream()
            .collect(Collectors.toMap(Membership::group, Membership::joined));
    return those(state.groups().values(), joined, Group::id);
  }

  /// The users of a group, by name.
  public List<Joined<User>> membersOf(GroupName group) {
    RamState state = directory.state();
    EntityId id = Attachments.found(state.groups(), group.value(), ErrorCode.GROUP_NOT_EXIST).id();
    Map<EntityId, Instant> joined =
        state.membershipsOf(id).stream()
            .collect(Collectors.toMap(Membership::user, Membership::joined));
    return those(state.users().values(), joined, User::id);
  }

  private static <T> List<Joined<T>> those(
      Collection<T> all, Map<EntityId, Instant> joined, Function<T, EntityId> id) {
    return all.stream()
        .flatMap(one ->
            Optional.ofNullable(joined.get(id.apply(one)))
                .map(at -> new Joined<>(one, at))
                .stream())
        .toList();
  }

  private static Group require(Transaction transaction, GroupName name) {
    return transaction
        .ram()
        .group(name)
        .orElseThrow(() -> new KmsException(ErrorCode.GROUP_NOT_EXIST));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
