package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.KmsInstanceId;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.Optional;
import java.util.Set;

/// Labels an instance with networks; network rules decide who may call.
public final class UpdateKmsInstanceBindVpc {
  private UpdateKmsInstanceBindVpc() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the instance.") String kmsInstanceId,
      @Doc("JSON array of at most 10 objects of VpcId, VSwitchId, RegionId and VpcOwnerId.")
          String bindVpcs) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "UpdateKmsInstanceBindVpc",
          "Labels an instance with networks; network rules decide who may call.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.INSTANCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("keystore", request.kmsInstanceId()),
          (services, call) -> {
            KmsInstanceId id = services.instances().require(call.request().kmsInstanceId()).id();
            String checked = BindVpcs.write(BindVpcs.read(call.request().bindVpcs()));
            services
                .instances()
                .label(
                    id, services.instances().labels(id).with(BindVpcs.LABEL, Optional.of(checked)));
            return new Nothing();
          });
}
