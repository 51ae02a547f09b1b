package coffer.operations.ram;

import coffer.model.PolicyType;
import coffer.operations.Doc;
import coffer.operations.Operation;

/// Lets a policy no longer count for a group, at once.
public final class DetachPolicyFromGroup {
  private DetachPolicyFromGroup() {}

  /// What is asked.
  public record Request(
      @Doc("System or Custom.") PolicyType policyType,
      @Doc("Name of the policy: 1 to 128 letters, digits and -.") String policyName,
      @Doc("Name of the group.") String groupName)
      implements PolicyHolders.Asked {}

  public static final Operation<Request, Done> OPERATION =
      PolicyHolders.GROUPS.detach("DetachPolicyFromGroup", Request.class, Request::groupName);
}
