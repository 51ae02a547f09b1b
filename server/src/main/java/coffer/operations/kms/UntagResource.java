package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.Tags;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Removes tags of one key.
public final class UntagResource {
  private UntagResource() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") Optional<String> keyId,
      @Doc("Not served yet.") Optional<String> secretName,
      @Doc("Not served.") Optional<String> certificateId,
      @Doc("JSON array of 1 to 20 keys of tags, which need not be there.") List<String> tagKeys) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "UntagResource",
          "Removes tags of one key.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.KEY_NOT_FOUND, ErrorCode.RESOURCE_NOT_FOUND),
          (services, caller, request) ->
              TagTargets.one(
                  services, caller, request.keyId(), request.secretName(), request.certificateId()),
          UntagResource::perform);

  private static Nothing perform(Services services, Call<Request> call) {
    List<String> keys = call.request().tagKeys();
    if (keys.isEmpty() || keys.size() > Tags.COUNT_MAX) {
      throw KmsException.invalid("TagKeys", "it has 1 to 20 keys");
    }
    services.keys().tagging().untag(TagTargets.ids(call), keys);
    return new Nothing();
  }
}
