package coffer.operations.kms;

import coffer.model.AccessPolicyName;
import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.Set;

/// Deletes a policy that no access point uses.
public final class DeletePolicy {
  private DeletePolicy() {}

  /// What is asked.
  public record Request(@Doc("Name of the policy.") AccessPolicyName name) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "DeletePolicy",
          "Deletes a policy that no access point uses.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.RESOURCE_IN_USE),
          (_, _, request) -> new Target.Named("policy", request.name().value()),
          (services, call) -> {
            services.access().deletePolicy(call.request().name());
            return new Nothing();
          });
}
