package coffer.ram;

import coffer.model.Attachment;
import coffer.model.EntityId;
import coffer.model.EntityKind;
import coffer.model.ErrorCode;
import coffer.model.Group;
import coffer.model.GroupName;
import coffer.model.KmsException;
import coffer.model.ManagedPolicy;
import coffer.model.PolicyRef;
import coffer.model.PolicyType;
import coffer.model.Role;
import coffer.model.RoleName;
import coffer.model.User;
import coffer.model.UserName;
import coffer.store.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which policies count for whom. In effect when a call returns.
public final class Attachments {
  private final RamDirectory directory;
  private final Clock clock;

  Attachments(RamDirectory directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /// To whom policies can be attached, by the name of today.
  public sealed interface Holder {
    /// A user.
    record OfUser(UserName name) implements Holder {}

    /// A group.
    record OfGroup(GroupName name) implements Holder {}

    /// A role.
    record OfRole(RoleName name) implements Holder {}

    default EntityKind kind() {
      return switch (this) {
        case OfUser _ -> EntityKind.USER;
        case OfGroup _ -> EntityKind.GROUP;
        case OfRole _ -> EntityKind.ROLE;
      };
    }
  }

  public void attach(PolicyRef policy, Holder holder) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    directory.change(transaction -> {
      EntityId id = id(transaction, holder);
      requirePolicy(transaction, policy);
      Attachment attachment = new Attachment(policy, holder.kind(), id, now);
      Users.refuseIf(
          transaction.ram().attachments().find(attachment.id()).isPresent(),
          switch (holder.kind()) {
            case USER -> ErrorCode.USER_POLICY_ALREADY_EXISTS;
            case GROUP -> ErrorCode.GROUP_POLICY_ALREADY_EXISTS;
            case ROLE -> ErrorCode.ROLE_POLICY_ALREADY_EXISTS;
          });
      Users.refuseIf(
          transaction.ram().attachments(id).count() >= RamLimits.ATTACHMENTS_MAX,
          ErrorCode.LIMIT_EXCEEDED_ATTACHMENT);
      transaction.ram().attachments().insert(attachment);
      return true;
    });
  }

  public void detach(PolicyRef policy, Holder holder) {
    directory.change(transaction -> {
      Attachment.Id id = new Attachment.Id(policy, id(transaction, holder));
      requirePolicy(transaction, policy);
      Users.refuseIf(
          transaction.ram().attachments().find(id).isEmpty(),
          switch (holder.kind()) {
            case USER -> ErrorCode.USER_POLICY_NOT_EXIST;
            case GROUP -> ErrorCode.GROUP_POLICY_NOT_EXIST;
            case ROLE -> ErrorCode.ROLE_POLICY_NOT_EXIST;
          });
      transaction.ram().attachments().delete(id);
      return true;
    });
  }

  /// A policy that is attached, or somebody it is attached to.
  public record Attached<T>(T what, Instant attached) {}

  /// The policies of one user, group or role, in the order in which they came.
  public List<Attached<Policies.Listed>> policiesOf(Holder holder) {
    RamState state = directory.state();
    return state.attachmentsOf(id(state, holder)).stream()
        .flatMap(attachment ->
            state.policy(attachment.policy()).map(policy -> listed(attachment, policy)).stream())
        .toList();
  }

  private static Attached<Policies.Listed> listed(Attachment attachment, ManagedPolicy policy) {
    return new Attached<>(
        new Policies.Listed(attachment.policy(), policy, 0), attachment.attached());
  }

  /// Whom a policy is attached to.
  public record Holders(
      List<Attached<User>> users, List<Attached<Group>> groups, List<Attached<Role>> roles) {}

  public Holders holdersOf(PolicyRef policy) {
    RamState state = directory.state();
    Users.refuseIf(state.policy(policy).isEmpty(), ErrorCode.POLICY_NOT_EXIST);
    Map<EntityId, Instant> attached =
        state.attached().getOrDefault(policy, List.of()).stream()
            .collect(Collectors.toMap(Attachment::entity, Attachment::attached));
    return new Holders(
        those(state.users().values(), attached, User::id),
        those(state.groups().values(), attached, Group::id),
        those(state.roles().values(), attached, Role::id));
  }

  private static <T> List<Attached<T>> those(
      Collection<T> all, Map<EntityId, Instant> attached, Function<T, EntityId> id) {
    return all.stream()
        .filter(one -> attached.containsKey(id.apply(one)))
        .map(one -> new Attached<>(one, attached.getOrDefault(id.apply(one), Instant.EPOCH)))
        .toList();
  }

  private static void requirePolicy(Transaction transaction, PolicyRef policy) {
    boolean there =
        policy.type() == PolicyType.SYSTEM
            ? SystemPolicies.find(policy.name()).isPresent()
            : transaction.ram().managedPolicies().find(policy.name()).isPresent();
    Users.refuseIf(!there, ErrorCode.POLICY_NOT_EXIST);
  }

  private static EntityId id(Transaction transaction, Holder holder) {
    return switch (holder) {
      case Holder.OfUser(UserName name) -> Users.require(transaction, name).id();
      case Holder.OfGroup(GroupName name) ->
          transaction
              .ram()
              .group(name)
              .orElseThrow(() -> new KmsException(ErrorCode.GROUP_NOT_EXIST))
              .id();
      case Holder.OfRole(RoleName name) ->
          transaction
              .ram()
              .role(name)
              .orElseThrow(() -> new KmsException(ErrorCode.ROLE_NOT_EXIST))
              .id();
    };
  }

  private static EntityId id(RamState state, Holder holder) {
    return switch (holder) {
      case Holder.OfUser(UserName name) ->
          found(state.users(), name.value(), ErrorCode.USER_NOT_EXIST).id();
      case Holder.OfGroup(GroupName name) ->
          found(state.groups(), name.value(), ErrorCode.GROUP_NOT_EXIST).id();
      case Holder.OfRole(RoleName name) ->
          found(state.roles(), name.value(), ErrorCode.ROLE_NOT_EXIST).id();
    };
  }

  static <V> V found(Map<String, V> named, String name, ErrorCode missing) {
    V found = named.get(name);
    if (found == null) {
      throw new KmsException(missing);
    }
    return found;
  }
}
