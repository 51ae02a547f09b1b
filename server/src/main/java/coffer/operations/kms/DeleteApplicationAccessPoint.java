package coffer.operations.kms;

import coffer.model.AccessPointName;
import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.Set;

/// Deletes an access point that has no client keys.
public final class DeleteApplicationAccessPoint {
  private DeleteApplicationAccessPoint() {}

  /// What is asked.
  public record Request(@Doc("Name of the access point.") AccessPointName name) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "DeleteApplicationAccessPoint",
          "Deletes an access point that has no client keys.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.RESOURCE_IN_USE),
          (_, _, request) -> new Target.Named("applicationaccesspoint", request.name().value()),
          (services, call) -> {
            services.access().deleteAccessPoint(call.request().name());
            return new Nothing();
          });
}
