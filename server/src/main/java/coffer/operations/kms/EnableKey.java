package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import java.util.Set;

/// Lets a disabled key be used again. One that is enabled stays so.
public final class EnableKey {
  private EnableKey() {}

  /// What is asked.
  public record Request(@Doc("Id, alias or ARN of the key.") String keyId) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "EnableKey",
          "Lets a disabled key be used again; an enabled one stays so.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.KEY_NOT_FOUND, ErrorCode.STATE_MODIFIED_FAILED),
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          (services, call) -> {
            services.keys().life().enable(call.key().id());
            return new Nothing();
          });
}
