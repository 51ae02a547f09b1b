package coffer.operations.kms;

import coffer.model.ClientKeyId;
import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.Set;

/// Answers what is known of a client key; its private key is not kept.
public final class GetClientKey {
  private GetClientKey() {}

  /// What is asked.
  public record Request(@Doc("Id of the client key.") ClientKeyId clientKeyId) {}

  public static final Operation<Request, ClientKeyDescription> OPERATION =
      Operation.of(
          Api.KMS,
          "GetClientKey",
          "Answers what is known of a client key; its private key is not kept.",
          Request.class,
          ClientKeyDescription.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("clientkey", request.clientKeyId().value()),
          (services, call) ->
              ClientKeyDescription.of(
                  services
                      .access()
                      .find(view -> view.clientKeys().find(call.request().clientKeyId()))));
}
