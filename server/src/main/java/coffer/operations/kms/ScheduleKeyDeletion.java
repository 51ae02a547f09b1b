package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import java.util.Set;

/// Begins a key's deletion window, at the end of which the service destroys its material.
public final class ScheduleKeyDeletion {
  private ScheduleKeyDeletion() {}

  /// What is asked.
  public record Request(
      @Doc("Id or ARN of the key; no alias.") String keyId,
      @Doc("Days until the key is destroyed, 7 to 366.") int pendingWindowInDays) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "ScheduleKeyDeletion",
          "Begins a key's deletion window; the key is destroyed at its end.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(
              ErrorCode.KEY_NOT_FOUND,
              ErrorCode.UNSUPPORTED_ALIAS,
              ErrorCode.STATE_MODIFIED_FAILED,
              ErrorCode.REJECTED_UNSUPPORTED_OPERATION),
          (services, caller, request) -> KeyRefs.resolveId(services, caller, request.keyId()),
          (services, call) -> {
            services
                .keys()
                .life()
                .scheduleDeletion(call.key().id(), call.request().pendingWindowInDays());
            return new Nothing();
          });
}
