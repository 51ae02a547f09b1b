package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.GroupName;
import coffer.model.PolicyName;
import coffer.model.PolicyRef;
import coffer.model.PolicyType;
import coffer.model.RoleName;
import coffer.model.UserName;
import coffer.operations.Api;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.ram.Attachments;
import java.util.Set;
import java.util.function.Function;

/// Attaching policies and detaching them: the same for users, groups and roles, but for the name.
///
/// @param kind as policies name them
/// @param names refusals of their names
/// @param holder of a name; refuses what is none
record PolicyHolders(
    String kind,
    Set<ErrorCode> names,
    ErrorCode attached,
    ErrorCode notAttached,
    Function<String, Attachments.Holder> holder) {
  static final PolicyHolders USERS =
      new PolicyHolders(
          "user",
          RamErrors.USER,
          ErrorCode.USER_POLICY_ALREADY_EXISTS,
          ErrorCode.USER_POLICY_NOT_EXIST,
          name -> new Attachments.Holder.OfUser(new UserName(name)));
  static final PolicyHolders GROUPS =
      new PolicyHolders(
          "group",
          RamErrors.GROUP,
          ErrorCode.GROUP_POLICY_ALREADY_EXISTS,
          ErrorCode.GROUP_POLICY_NOT_EXIST,
          name -> new Attachments.Holder.OfGroup(new GroupName(name)));
  static final PolicyHolders ROLES =
      new PolicyHolders(
          "role",
          RamErrors.ROLE,
          ErrorCode.ROLE_POLICY_ALREADY_EXISTS,
          ErrorCode.ROLE_POLICY_NOT_EXIST,
          name -> new Attachments.Holder.OfRole(new RoleName(name)));

  /// What each of their requests names, and one holder besides.
  interface Asked {
    PolicyType policyType();

    String policyName();
  }

  private interface Change {
    void make(Attachments attachments, PolicyRef policy, Attachments.Holder holder);
  }

  <Q extends Record & Asked> Operation<Q, Done> attach(
      String name, Class<Q> request, Function<Q, String> whose) {
    return operation(
        name,
        "Lets a policy count for a " + kind + ", at once.",
        request,
        Set.of(attached, ErrorCode.LIMIT_EXCEEDED_ATTACHMENT),
        whose,
        Attachments::attach);
  }

  <Q extends Record & Asked> Operation<Q, Done> detach(
      String name, Class<Q> request, Function<Q, String> whose) {
    return operation(
        name,
        "Lets a policy no longer count for a " + kind + ", at once.",
        request,
        Set.of(notAttached),
        whose,
        Attachments::detach);
  }

  private <Q extends Record & Asked> Operation<Q, Done> operation(
      String name,
      String summary,
      Class<Q> request,
      Set<ErrorCode> errors,
      Function<Q, String> whose,
      Change change) {
    return Operation.of(
        Api.RAM,
        name,
        summary,
        request,
        Done.class,
        Operation.Kind.CHANGE,
        RamErrors.of(names, RamErrors.POLICY, errors),
        (_, _, asked) -> target(asked, holder.apply(whose.apply(asked))),
        (services, call) ->
            perform(services, change, call.request(), holder.apply(whose.apply(call.request()))));
  }

  /// The holder and the policy: a caller needs both allowed.
  private Target target(Asked asked, Attachments.Holder whose) {
    String name =
        switch (whose) {
          case Attachments.Holder.OfUser(UserName user) -> user.value();
          case Attachments.Holder.OfGroup(GroupName group) -> group.value();
          case Attachments.Holder.OfRole(RoleName role) -> role.value();
        };
    return Target.Several.of(
        new Target.Named(kind, name),
        new Target.Named("policy", new PolicyName(asked.policyName()).value()));
  }

  private static Done perform(
      Services services, Change change, Asked asked, Attachments.Holder whose) {
    change.make(
        services.ram().attachments(),
        new PolicyRef(asked.policyType(), new PolicyName(asked.policyName())),
        whose);
    return new Done();
  }
}
