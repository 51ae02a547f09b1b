package coffer.operations.kms;

import coffer.model.AccessPointName;
import coffer.model.AccessPolicyName;
import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Changes an access point, at once; its name is for good.
public final class UpdateApplicationAccessPoint {
  private UpdateApplicationAccessPoint() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the access point.") AccessPointName name,
      @Doc("Names of 1 to 3 policies of one instance; unchanged by default.")
          Optional<List<AccessPolicyName>> policies,
      @Doc("Free text; unchanged by default.") Optional<String> description) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "UpdateApplicationAccessPoint",
          "Changes an access point, at once; its name is for good.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("applicationaccesspoint", request.name().value()),
          (services, call) -> {
            Request request = call.request();
            services
                .access()
                .updateAccessPoint(request.name(), request.policies(), request.description());
            return new Nothing();
          });
}
