package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.PolicyName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Set;

/// Makes another version of a policy the one that counts, at once.
public final class SetDefaultPolicyVersion {
  private SetDefaultPolicyVersion() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the policy: 1 to 128 letters, digits and -.") String policyName,
      @Doc("The version, such as v1.") String versionId) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.RAM,
          "SetDefaultPolicyVersion",
          "Makes another version of a policy the one that counts, at once.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          RamErrors.of(RamErrors.POLICY, Set.of(ErrorCode.POLICY_VERSION_NOT_EXIST)),
          (_, _, request) ->
              new Target.Named("policy", new PolicyName(request.policyName()).value()),
          SetDefaultPolicyVersion::perform);

  private static Done perform(Services services, Call<Request> call) {
    Request request = call.request();
    services.ram().policies().setDefault(new PolicyName(request.policyName()), request.versionId());
    return new Done();
  }
}
