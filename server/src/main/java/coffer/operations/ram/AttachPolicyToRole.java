package coffer.operations.ram;

import coffer.model.PolicyType;
import coffer.operations.Doc;
import coffer.operations.Operation;

/// Lets a policy count for a role, at once.
public final class AttachPolicyToRole {
  private AttachPolicyToRole() {}

  /// What is asked.
  public record Request(
      @Doc("System or Custom.") PolicyType policyType,
      @Doc("Name of the policy: 1 to 128 letters, digits and -.") String policyName,
      @Doc("Name of the role.") String roleName)
      implements PolicyHolders.Asked {}

  public static final Operation<Request, Done> OPERATION =
      PolicyHolders.ROLES.attach("AttachPolicyToRole", Request.class, Request::roleName);
}
