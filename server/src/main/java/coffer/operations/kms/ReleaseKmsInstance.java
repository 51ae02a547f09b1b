package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.Optional;
import java.util.Set;

/// Deletes an instance without keys, and frees its HSM cluster.
public final class ReleaseKmsInstance {
  private ReleaseKmsInstance() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the instance.") String kmsInstanceId,
      @Doc("Accepted: there is nothing in it to back up.")
          Optional<String> forceDeleteWithoutBackup) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "ReleaseKmsInstance",
          "Deletes an instance without keys, and frees its HSM cluster.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(
              ErrorCode.INSTANCE_NOT_FOUND,
              ErrorCode.INSTANCE_STATE_INVALID,
              ErrorCode.RESOURCE_IN_USE),
          (_, _, request) -> new Target.Named("keystore", request.kmsInstanceId()),
          (services, call) -> {
            services
                .connections()
                .release(services.instances().require(call.request().kmsInstanceId()).id());
            return new Nothing();
          });
}
