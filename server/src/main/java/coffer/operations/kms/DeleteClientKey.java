package coffer.operations.kms;

import coffer.model.ClientKeyId;
import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.Set;

/// Deletes a client key; it is refused from then on, at once.
public final class DeleteClientKey {
  private DeleteClientKey() {}

  /// What is asked.
  public record Request(@Doc("Id of the client key.") ClientKeyId clientKeyId) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "DeleteClientKey",
          "Deletes a client key; it is refused from then on, at once.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("clientkey", request.clientKeyId().value()),
          (services, call) -> {
            services.access().deleteClientKey(call.request().clientKeyId());
            return new Nothing();
          });
}
