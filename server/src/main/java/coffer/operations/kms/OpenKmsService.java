package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.operations.Api;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.Set;

/// Refused: the service is always open.
public final class OpenKmsService {
  private OpenKmsService() {}

  /// What is asked.
  public record Request() {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "OpenKmsService",
          "Refused: the service is always open.",
          Request.class,
          Nothing.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.FORBIDDEN_OPENED),
          (_, _, _) -> new Target.Service(),
          (_, _) -> {
            throw new KmsException(ErrorCode.FORBIDDEN_OPENED);
          });
}
