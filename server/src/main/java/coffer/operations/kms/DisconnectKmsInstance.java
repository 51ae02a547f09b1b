package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.Set;

/// Disconnects an instance from its HSMs; its binding and its keys stay.
public final class DisconnectKmsInstance {
  private DisconnectKmsInstance() {}

  /// What is asked.
  public record Request(@Doc("Id of the instance.") String kmsInstanceId) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "DisconnectKmsInstance",
          "Disconnects an instance from its HSMs; its binding and its keys stay.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.INSTANCE_NOT_FOUND, ErrorCode.INSTANCE_STATE_INVALID),
          (_, _, request) -> new Target.Named("keystore", request.kmsInstanceId()),
          (services, call) -> {
            services
                .connections()
                .disconnect(services.instances().require(call.request().kmsInstanceId()).id());
            return new Nothing();
          });
}
