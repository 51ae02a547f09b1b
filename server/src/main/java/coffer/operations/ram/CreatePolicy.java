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
import java.util.Optional;
import java.util.Set;

/// Creates a policy, to be attached to users, groups and roles.
public final class CreatePolicy {
  private CreatePolicy() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the policy: 1 to 128 letters, digits and -.") String policyName,
      @Doc("What it says, at most 6144 characters.") String policyDocument,
      @Doc("Free text, at most 1024 characters.") Optional<String> description) {}

  /// What is answered.
  public record Answer(@Doc("The new policy.") PolicyDescription policy) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "CreatePolicy",
          "Creates a policy, to be attached to users, groups and roles.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          RamErrors.of(
              RamErrors.POLICY,
              Set.of(
                  ErrorCode.MALFORMED_POLICY_DOCUMENT,
                  ErrorCode.POLICY_ALREADY_EXISTS,
                  ErrorCode.LIMIT_EXCEEDED_POLICY)),
          (_, _, request) ->
              new Target.Named("policy", new PolicyName(request.policyName()).value()),
          CreatePolicy::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    PolicyName name = new PolicyName(request.policyName());
    services
        .ram()
        .policies()
        .create(name, request.policyDocument(), request.description().orElse(""));
    PolicyRef ref = new PolicyRef(PolicyType.CUSTOM, name);
    return new Answer(PolicyDescription.of(services.ram().policies().describe(ref)));
  }
}
