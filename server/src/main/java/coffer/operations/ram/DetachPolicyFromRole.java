package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.PolicyName;
import coffer.model.PolicyRef;
import coffer.model.PolicyType;
import coffer.model.RoleName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.ram.Attachments;
import java.util.Set;

/// Lets a policy no longer count for a role, at once.
public final class DetachPolicyFromRole {
  private DetachPolicyFromRole() {}

  /// What is asked.
  public record Request(
      @Doc("System or Custom.") PolicyType policyType,
      @Doc("Name of the policy: 1 to 128 letters, digits and -.") String policyName,
      @Doc("Name of the role.") String roleName) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.RAM,
          "DetachPolicyFromRole",
          "Lets a policy no longer count for a role, at once.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          RamErrors.of(RamErrors.ROLE, RamErrors.POLICY, Set.of(ErrorCode.ROLE_POLICY_NOT_EXIST)),
          (_, _, request) ->
              Target.Several.of(
                  new Target.Named("role", new RoleName(request.roleName()).value()),
                  new Target.Named("policy", new PolicyName(request.policyName()).value())),
          DetachPolicyFromRole::perform);

  private static Done perform(Services services, Call<Request> call) {
    Request request = call.request();
    services
        .ram()
        .attachments()
        .detach(
            new PolicyRef(request.policyType(), new PolicyName(request.policyName())),
            new Attachments.Holder.OfRole(new RoleName(request.roleName())));
    return new Done();
  }
}
