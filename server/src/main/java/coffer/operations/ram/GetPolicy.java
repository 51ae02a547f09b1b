package coffer.operations.ram;

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

/// Answers a policy and what the version that counts says.
public final class GetPolicy {
  private GetPolicy() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the policy: 1 to 128 letters, digits and -.") String policyName,
      @Doc("System or Custom.") PolicyType policyType) {}

  /// What is answered.
  public record Answer(
      @Doc("The policy.") PolicyDescription policy,
      @Doc("The version that counts.") VersionDescription defaultPolicyVersion) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "GetPolicy",
          "Answers a policy and what the version that counts says.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(RamErrors.POLICY),
          (_, _, request) ->
              new Target.Named("policy", new PolicyName(request.policyName()).value()),
          GetPolicy::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Policies.Listed found =
        services
            .ram()
            .policies()
            .describe(new PolicyRef(request.policyType(), new PolicyName(request.policyName())));
    return new Answer(
        PolicyDescription.whole(found),
        VersionDescription.of(found.policy(), found.policy().inEffect()));
  }
}
