package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import java.util.Set;

/// Answers what is known of a key, in any state.
public final class DescribeKey {
  private DescribeKey() {}

  /// What is asked.
  public record Request(@Doc("Id, alias or ARN of the key.") String keyId) {}

  /// What is answered.
  public record Answer(@Doc("The key.") KeyMetadata keyMetadata) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "DescribeKey",
          "Answers what is known of a key.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.KEY_NOT_FOUND),
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          (services, call) -> new Answer(KeyMetadata.described(services, call.key())));
}
