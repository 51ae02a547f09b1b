package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import java.util.Set;

/// Gives an asymmetric key a new version. The others stay usable by their ids.
public final class CreateKeyVersion {
  private CreateKeyVersion() {}

  /// What is asked.
  public record Request(@Doc("Id, alias or ARN of the key.") String keyId) {}

  /// What is answered.
  public record Answer(@Doc("The new version.") VersionEntry keyVersion) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "CreateKeyVersion",
          "Gives an asymmetric key a new version: at most 50, and not within 7 days of the last.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(
              ErrorCode.KEY_NOT_FOUND,
              ErrorCode.DISABLED,
              ErrorCode.PENDING_DELETION,
              ErrorCode.PENDING_IMPORT,
              ErrorCode.REJECTED_UNSUPPORTED_OPERATION,
              ErrorCode.UNSUPPORTED_ORIGIN,
              ErrorCode.LIMIT_EXCEEDED,
              ErrorCode.UNAVAILABLE),
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          (services, call) -> {
            Key key = services.keys().rotation().createVersion(call.key());
            return new Answer(VersionEntry.of(key, key.primary()));
          });
}
