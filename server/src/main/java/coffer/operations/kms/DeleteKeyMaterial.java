package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import java.util.Set;

/// Removes imported material: the key waits for it again, and its ciphertexts with it.
public final class DeleteKeyMaterial {
  private DeleteKeyMaterial() {}

  /// What is asked.
  public record Request(@Doc("Id, alias or ARN of a key with Origin EXTERNAL.") String keyId) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "DeleteKeyMaterial",
          "Removes the imported material of a key, which stays.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.KEY_NOT_FOUND, ErrorCode.UNSUPPORTED_ORIGIN),
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          (services, call) -> {
            services.crypto().destroy(services.keys().imports().remove(call.key()));
            return new Nothing();
          });
}
