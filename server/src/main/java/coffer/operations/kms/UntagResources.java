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

/// Removes tags of several keys.
public final class UntagResources {
  private UntagResources() {}

  /// What is asked.
  public record Request(
      @Doc("Any region; a label.") String regionId,
      @Doc("key; there are no secrets yet.") TagTargets.Type resourceType,
      @Doc("Ids, aliases or ARNs of 1 to 50 keys.") List<String> resourceId,
      @Doc("At most 20 keys of tags, which need not be there.") Optional<List<String>> tagKey,
      @Doc("Whether all tags go; only without TagKey.") Optional<Boolean> all) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "UntagResources",
          "Removes tags of several keys.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (services, caller, request) -> {
            TagTargets.requireRegion(request.regionId());
            return TagTargets.all(services, caller, request.resourceType(), request.resourceId());
          },
          UntagResources::perform);

  private static Nothing perform(Services services, Call<Request> call) {
    List<String> keys = call.request().tagKey().orElse(List.of());
    boolean all = call.request().all().orElse(false);
    if (keys.isEmpty() && !all) {
      throw KmsException.missing("TagKey");
    }
    if (!keys.isEmpty() && all) {
      throw KmsException.invalid("All", "it does not go with TagKey");
    }
    if (keys.size() > Tags.COUNT_MAX) {
      throw KmsException.invalid("TagKey", "at most 20 of them");
    }
    if (all) {
      services.keys().tagging().untagAll(TagTargets.ids(call));
    } else {
      services.keys().tagging().untag(TagTargets.ids(call), keys);
    }
    return new Nothing();
  }
}
