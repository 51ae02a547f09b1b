package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import java.util.Set;

/// Replaces a key's description.
public final class UpdateKeyDescription {
  private UpdateKeyDescription() {}

  /// What is asked.
  public record Request(
      @Doc("Id or ARN of the key; no alias.") String keyId,
      @Doc("Free text, at most 8192 characters; empty clears it.") String description) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "UpdateKeyDescription",
          "Replaces a key's description.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.KEY_NOT_FOUND, ErrorCode.UNSUPPORTED_ALIAS, ErrorCode.PENDING_DELETION),
          (services, caller, request) -> KeyRefs.resolveId(services, caller, request.keyId()),
          (services, call) -> {
            services.keys().life().describe(call.key().id(), call.request().description());
            return new Nothing();
          });
}
