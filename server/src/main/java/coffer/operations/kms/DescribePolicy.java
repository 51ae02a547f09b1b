package coffer.operations.kms;

import coffer.model.AccessPolicy;
import coffer.model.AccessPolicyName;
import coffer.model.ErrorCode;
import coffer.model.NetworkRuleName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.List;
import java.util.Set;

/// Answers what is known of a policy.
public final class DescribePolicy {
  private DescribePolicy() {}

  /// What is asked.
  public record Request(@Doc("Name of the policy.") AccessPolicyName name) {}

  /// What is answered.
  public record Answer(
      @Doc("ARN of the policy.") String arn,
      @Doc("Name of the policy.") String name,
      @Doc("Free text.") String description,
      @Doc("Instance it is for.") String kmsInstance,
      @Doc("Network rules.") String accessControlRules,
      @Doc("Permissions.") List<String> permissions,
      @Doc("Resources.") List<String> resources) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "DescribePolicy",
          "Answers what is known of a policy.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("policy", request.name().value()),
          DescribePolicy::perform);

  private static Answer perform(Services services, Call<Request> call) {
    AccessPolicy policy =
        services.access().find(view -> view.accessPolicies().find(call.request().name()));
    return new Answer(
        services.account().arn("policy/" + policy.name()),
        policy.name().value(),
        policy.description(),
        policy.instance().value(),
        JsonText.networkRules(policy.networkRules().stream().map(NetworkRuleName::value).toList()),
        policy.permissions(),
        policy.resources());
  }
}
