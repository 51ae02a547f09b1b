package coffer.operations.kms;

import coffer.model.AccessPolicyName;
import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Changes a policy, at once; its instance is for good.
public final class UpdatePolicy {
  private UpdatePolicy() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the policy.") AccessPolicyName name,
      @Doc("As in CreatePolicy; unchanged by default.") Optional<List<String>> permissions,
      @Doc("As in CreatePolicy; unchanged by default.") Optional<List<String>> resources,
      @Doc("As in CreatePolicy; unchanged by default.") Optional<String> accessControlRules,
      @Doc("Free text; unchanged by default.") Optional<String> description) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "UpdatePolicy",
          "Changes a policy, at once; its instance is for good.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("policy", request.name().value()),
          (services, call) -> {
            Request request = call.request();
            services
                .access()
                .updatePolicy(
                    request.name(),
                    request.permissions(),
                    request.resources(),
                    request.accessControlRules().map(JsonText::ruleNames),
                    request.description());
            return new Nothing();
          });
}
