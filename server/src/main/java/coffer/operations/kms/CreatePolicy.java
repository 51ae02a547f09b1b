package coffer.operations.kms;

import coffer.model.AccessPolicy;
import coffer.model.AccessPolicyName;
import coffer.model.ErrorCode;
import coffer.model.KmsInstance;
import coffer.model.NetworkRuleName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Creates an access policy of application access points.
public final class CreatePolicy {
  private CreatePolicy() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the policy.") AccessPolicyName name,
      @Doc("RbacPermission/Template/CryptoServiceKeyUser or …CryptoServiceSecretUser.")
          List<String> permissions,
      @Doc("key/ID, key/*, secret/NAME, secret/*.") List<String> resources,
      @Doc("Instance it is for; the default instance by default.") Optional<String> kmsInstance,
      @Doc("Network rules as {\"NetworkRules\":[…]}; none admits any address.")
          Optional<String> accessControlRules,
      @Doc("Free text.") Optional<String> description) {}

  /// What is answered.
  public record Answer(
      @Doc("ARN of the policy.") String arn,
      @Doc("Name of the policy.") String name,
      @Doc("Permissions, as a JSON array.") String permissions,
      @Doc("Resources, as a JSON array.") String resources,
      @Doc("Instance it is for.") String kmsInstance,
      @Doc("Network rules.") String accessControlRules,
      @Doc("Free text.") String description) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "CreatePolicy",
          "Creates a policy: what applications may do with which keys, from where.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(
              ErrorCode.RESOURCE_EXIST, ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.INSTANCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("policy", request.name().value()),
          CreatePolicy::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    KmsInstance instance =
        request
            .kmsInstance()
            .map(services.instances()::require)
            .orElseGet(services.instances()::defaultInstance);
    List<NetworkRuleName> rules =
        request.accessControlRules().map(JsonText::ruleNames).orElse(List.of());
    AccessPolicy policy =
        services
            .access()
            .createPolicy(
                request.name(),
                instance.id(),
                request.permissions(),
                request.resources(),
                rules,
                request.description().orElse(""));
    return new Answer(
        services.account().arn("policy/" + policy.name()),
        policy.name().value(),
        JsonText.array(policy.permissions()),
        JsonText.array(policy.resources()),
        policy.instance().value(),
        JsonText.networkRules(rules.stream().map(NetworkRuleName::value).toList()),
        policy.description());
  }
}
