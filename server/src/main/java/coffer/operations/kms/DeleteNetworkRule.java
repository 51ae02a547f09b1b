package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.NetworkRuleName;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.Set;

/// Deletes a network rule that no policy uses.
public final class DeleteNetworkRule {
  private DeleteNetworkRule() {}

  /// What is asked.
  public record Request(@Doc("Name of the rule.") NetworkRuleName name) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "DeleteNetworkRule",
          "Deletes a network rule that no policy uses.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.RESOURCE_IN_USE),
          (_, _, request) -> new Target.Named("network", request.name().value()),
          (services, call) -> {
            services.access().deleteRule(call.request().name());
            return new Nothing();
          });
}
