package coffer.operations.ram;

import coffer.model.PolicyType;
import coffer.operations.Doc;
import coffer.operations.Operation;

/// Lets a policy count for a user, at once.
public final class AttachPolicyToUser {
  private AttachPolicyToUser() {}

  /// What is asked.
  public record Request(
      @Doc("System or Custom.") PolicyType policyType,
      @Doc("Name of the policy: 1 to 128 letters, digits and -.") String policyName,
      @Doc("Name of the user.") String userName)
      implements PolicyHolders.Asked {}

  public static final Operation<Request, Done> OPERATION =
      PolicyHolders.USERS.attach("AttachPolicyToUser", Request.class, Request::userName);
}
