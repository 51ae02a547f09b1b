package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.PolicyName;
import coffer.model.PolicyRef;
import coffer.model.PolicyType;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.ram.Policies;
import java.util.Set;

/// Answers what a version of a policy says.
public final class GetPolicyVersion {
  private GetPolicyVersion() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the policy: 1 to 128 letters, digits and -.") String policyName,
      @Doc("System or Custom.") PolicyType policyType,
      @Doc("The version, such as v1.") String versionId) {}

  /// What is answered.
  public record Answer(@Doc("The version.") VersionDescription policyVersion) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "GetPolicyVersion",
          "Answers what a version of a policy says.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(RamErrors.POLICY, Set.of(ErrorCode.POLICY_VERSION_NOT_EXIST)),
          (_, _, request) ->
              new Target.Named("policy", new PolicyName(request.policyName()).value()),
          GetPolicyVersion::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    PolicyRef ref = new PolicyRef(request.policyType(), new PolicyName(request.policyName()));
    Policies policies = services.ram().policies();
    return new Answer(
        VersionDescription.of(
            policies.require(ref), policies.requireVersion(ref, request.versionId())));
  }
}
