package coffer.operations.ram;

import coffer.model.Group;
import coffer.model.PolicyName;
import coffer.model.PolicyRef;
import coffer.model.PolicyType;
import coffer.model.Role;
import coffer.model.User;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.ram.Attachments;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Lists the users, groups and roles that a policy is attached to.
public final class ListEntitiesForPolicy {
  private ListEntitiesForPolicy() {}

  /// What is asked.
  public record Request(
      @Doc("System or Custom.") PolicyType policyType,
      @Doc("Name of the policy: 1 to 128 letters, digits and -.") String policyName) {}

  /// What is answered.
  public record Answer(
      @Doc("The users.") UserList users,
      @Doc("The groups.") GroupList groups,
      @Doc("The roles.") RoleList roles) {}

  /// A list as clients nest it.
  public record UserList(@Doc("The users.") List<UserEntry> user) {}

  /// A list as clients nest it.
  public record GroupList(@Doc("The groups.") List<GroupEntry> group) {}

  /// A list as clients nest it.
  public record RoleList(@Doc("The roles.") List<RoleEntry> role) {}

  /// One user.
  public record UserEntry(
      @Doc("Id of the user.") String userId,
      @Doc("Name of the user.") String userName,
      @Doc("Name for people.") Optional<String> displayName,
      @Doc("When it was attached.") Instant attachDate) {}

  /// One group.
  public record GroupEntry(
      @Doc("Name of the group.") String groupName,
      @Doc("Free text.") Optional<String> comments,
      @Doc("When it was attached.") Instant attachDate) {}

  /// One role.
  public record RoleEntry(
      @Doc("Id of the role.") String roleId,
      @Doc("Name of the role.") String roleName,
      @Doc("Free text.") Optional<String> description,
      @Doc("When it was attached.") Instant attachDate) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "ListEntitiesForPolicy",
          "Lists the users, groups and roles that a policy is attached to.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(RamErrors.POLICY),
          (_, _, request) ->
              new Target.Named("policy", new PolicyName(request.policyName()).value()),
          ListEntitiesForPolicy::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Attachments.Holders holders =
        services
            .ram()
            .attachments()
            .holdersOf(new PolicyRef(request.policyType(), new PolicyName(request.policyName())));
    return new Answer(
        new UserList(holders.users().stream().map(ListEntitiesForPolicy::user).toList()),
        new GroupList(holders.groups().stream().map(ListEntitiesForPolicy::group).toList()),
        new RoleList(holders.roles().stream().map(ListEntitiesForPolicy::role).toList()));
  }

  private static UserEntry user(Attachments.Attached<User> one) {
    User user = one.what();
    return new UserEntry(
        user.id().value(),
        user.name().value(),
        UserDescription.present(user.displayName()),
        one.attached());
  }

  private static GroupEntry group(Attachments.Attached<Group> one) {
    Group group = one.what();
    return new GroupEntry(
        group.name().value(), UserDescription.present(group.comments()), one.attached());
  }

  private static RoleEntry role(Attachments.Attached<Role> one) {
    Role role = one.what();
    return new RoleEntry(
        role.id().value(),
        role.name().value(),
        UserDescription.present(role.description()),
        one.attached());
  }
}
