package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.Tags;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tags several keys, all of them or none.
public final class TagResources {
  private TagResources() {}

  /// What is asked.
  public record Request(
      @Doc("Any region; a label.") String regionId,
      @Doc("key; there are no secrets yet.") TagTargets.Type resourceType,
      @Doc("Ids, aliases or ARNs of 1 to 50 keys.") List<String> resourceId,
      @Doc("1 to 20 tags; a key that is there gets the new value.") List<Pair> tag) {}

  /// One tag.
  public record Pair(
      @Doc("Key of the tag.") String key,
      @Doc("Value of the tag; empty by default.") Optional<String> value) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "TagResources",
          "Tags several keys; a key has at most 20 tags.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.LIMIT_EXCEEDED),
          (services, caller, request) -> {
            TagTargets.requireRegion(request.regionId());
            return TagTargets.all(services, caller, request.resourceType(), request.resourceId());
          },
          TagResources::perform);

  private static Nothing perform(Services services, Call<Request> call) {
    List<Pair> pairs = call.request().tag();
    if (pairs.isEmpty() || pairs.size() > Tags.COUNT_MAX) {
      throw KmsException.invalid("Tag", "1 to 20 of them");
    }
    Map<String, String> tags = new HashMap<>();
    for (Pair pair : pairs) {
      if (tags.put(pair.key(), pair.value().orElse("")) != null) {
        throw KmsException.invalid("Tag", "it has a key twice");
      }
    }
    services.keys().tagging().tag(TagTargets.ids(call), "Tag", tags);
    return new Nothing();
  }
}
