package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import java.util.Set;

/// Keeps a key from being used, at once and until it is enabled.
public final class DisableKey {
  private DisableKey() {}

  /// What is asked.
  public record Request(@Doc("Id, alias or ARN of the key.") String keyId) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "DisableKey",
          "Keeps a key from being used, until it is enabled again.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.KEY_NOT_FOUND, ErrorCode.STATE_MODIFIED_FAILED),
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          (services, call) -> {
            services.keys().life().disable(call.key().id());
            return new Nothing();
          });
}
