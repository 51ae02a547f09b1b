package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.GroupName;
import coffer.model.PolicyName;
import coffer.model.PolicyRef;
import coffer.model.PolicyType;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.ram.Attachments;
import java.util.Set;

/// Lets a policy no longer count for a group, at once.
public final class DetachPolicyFromGroup {
  private DetachPolicyFromGroup() {}

  /// What is asked.
  public record Request(
      @Doc("System or Custom.") PolicyType policyType,
      @Doc("Name of the policy: 1 to 128 letters, digits and -.") String policyName,
      @Doc("Name of the group.") String groupName) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.RAM,
          "DetachPolicyFromGroup",
          "Lets a policy no longer count for a group, at once.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          RamErrors.of(RamErrors.GROUP, RamErrors.POLICY, Set.of(ErrorCode.GROUP_POLICY_NOT_EXIST)),
          (_, _, request) ->
              Target.Several.of(
                  new Target.Named("group", new GroupName(request.groupName()).value()),
                  new Target.Named("policy", new PolicyName(request.policyName()).value())),
          DetachPolicyFromGroup::perform);

  private static Done perform(Services services, Call<Request> call) {
    Request request = call.request();
    services
        .ram()
        .attachments()
        .detach(
            new PolicyRef(request.policyType(), new PolicyName(request.policyName())),
            new Attachments.Holder.OfGroup(new GroupName(request.groupName())));
    return new Done();
  }
}
