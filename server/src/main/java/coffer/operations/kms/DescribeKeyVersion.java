package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import java.util.Set;

/// Answers what is known of one version of a key.
public final class DescribeKeyVersion {
  private DescribeKeyVersion() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("Id of the version.") KeyVersionId keyVersionId) {}

  /// What is answered.
  public record Answer(@Doc("The version.") VersionEntry keyVersion) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "DescribeKeyVersion",
          "Answers what is known of one version of a key.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.KEY_NOT_FOUND, ErrorCode.KEY_VERSION_NOT_FOUND),
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          (_, call) -> {
            KeyVersion version =
                call.key()
                    .version(call.request().keyVersionId())
                    .orElseThrow(() -> new KmsException(ErrorCode.KEY_VERSION_NOT_FOUND));
            return new Answer(VersionEntry.of(call.key(), version));
          });
}
