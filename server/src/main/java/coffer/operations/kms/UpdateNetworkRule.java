package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.NetworkRuleName;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Changes a network rule, at once.
public final class UpdateNetworkRule {
  private UpdateNetworkRule() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the rule.") NetworkRuleName name,
      @Doc("Addresses and CIDR blocks that calls may come from; unchanged by default.")
          Optional<List<String>> sourcePrivateIp,
      @Doc("Free text; unchanged by default.") Optional<String> description) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "UpdateNetworkRule",
          "Changes a network rule, at once.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("network", request.name().value()),
          (services, call) -> {
            Request request = call.request();
            services
                .access()
                .updateRule(request.name(), request.sourcePrivateIp(), request.description());
            return new Nothing();
          });
}
