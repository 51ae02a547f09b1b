package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.Set;

/// Answers the instance that keys go to when nobody says where.
public final class GetDefaultKmsInstance {
  private GetDefaultKmsInstance() {}

  /// What is asked.
  public record Request() {}

  /// What is answered.
  public record Answer(@Doc("Id of the default instance.") String defaultKmsInstanceId) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "GetDefaultKmsInstance",
          "Answers the instance that keys go to when nobody says where.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.INSTANCE_NOT_FOUND),
          (_, _, _) -> new Target.Named("keystore", "*"),
          (services, _) -> new Answer(services.instances().defaultInstance().id().value()));
}
