package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tags one key.
public final class TagResource {
  private static final int TAGS_MAX = 10;

  private TagResource() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") Optional<String> keyId,
      @Doc("Not served yet.") Optional<String> secretName,
      @Doc("Not served.") Optional<String> certificateId,
      @Doc("JSON array of 1 to 10 tags; a key that is there gets the new value.")
          List<TagPair> tags) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "TagResource",
          "Tags one key; a key has at most 20 tags.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.KEY_NOT_FOUND, ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.LIMIT_EXCEEDED),
          (services, caller, request) ->
              TagTargets.one(
                  services, caller, request.keyId(), request.secretName(), request.certificateId()),
          TagResource::perform);

  private static Nothing perform(Services services, Call<Request> call) {
    List<TagPair> tags = call.request().tags();
    if (tags.isEmpty() || tags.size() > TAGS_MAX) {
      throw KmsException.invalid("Tags", "it has 1 to 10 tags");
    }
    services.keys().tagging().tag(TagTargets.ids(call), "Tags", TagPair.map("Tags", tags));
    return new Nothing();
  }
}
