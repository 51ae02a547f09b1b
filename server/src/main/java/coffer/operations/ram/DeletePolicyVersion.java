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

/// Deletes a version of a policy that does not count.
public final class DeletePolicyVersion {
  private DeletePolicyVersion() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the policy: 1 to 128 letters, digits and -.") String policyName,
      @Doc("The version, such as v1.") String versionId) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.RAM,
          "DeletePolicyVersion",
          "Deletes a version of a policy that does not count.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          RamErrors.of(
              RamErrors.POLICY,
              Set.of(
                  ErrorCode.POLICY_VERSION_NOT_EXIST, ErrorCode.DELETE_CONFLICT_DEFAULT_VERSION)),
          (_, _, request) ->
              new Target.Named("policy", new PolicyName(request.policyName()).value()),
          DeletePolicyVersion::perform);

  private static Done perform(Services services, Call<Request> call) {
    Request request = call.request();
    services
        .ram()
        .policies()
        .deleteVersion(new PolicyName(request.policyName()), request.versionId());
    return new Done();
  }
}
