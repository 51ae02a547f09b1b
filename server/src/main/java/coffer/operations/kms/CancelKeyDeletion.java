package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import java.util.Set;

/// Takes a key out of its deletion window.
public final class CancelKeyDeletion {
  private CancelKeyDeletion() {}

  /// What is asked.
  public record Request(@Doc("Id, alias or ARN of the key.") String keyId) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "CancelKeyDeletion",
          "Takes a key out of its deletion window: it is enabled, or waits for its import.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.KEY_NOT_FOUND, ErrorCode.STATE_MODIFIED_FAILED),
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          (services, call) -> {
            services.keys().life().cancelDeletion(call.key().id());
            return new Nothing();
          });
}
