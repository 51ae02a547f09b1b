package coffer.operations.kms;

import coffer.model.KeyId;
import coffer.model.KmsException;
import coffer.model.Tags;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Caller;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.store.KeyTag;
import coffer.store.TagSearch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Lists tags of keys, by key and then by tag.
public final class ListTagResources {
  private static final int ROWS = 200;

  private ListTagResources() {}

  /// What is asked.
  public record Request(
      @Doc("Any region; a label.") String regionId,
      @Doc("key; there are no secrets yet.") TagTargets.Type resourceType,
      @Doc("Ids, aliases or ARNs of at most 50 keys; all by default.")
          Optional<List<String>> resourceId,
      @Doc("At most 20 tags that a key must have; without a value, with any.")
          Optional<List<TagResources.Pair>> tag,
      @Doc("Where the last page ended, as it told; the first page by default.")
          Optional<String> nextToken) {}

  /// What is answered.
  public record Answer(
      @Doc("At most 200 tags.") Found tagResources,
      @Doc("Where the page ended; empty on the last.") String nextToken) {}

  /// A list as clients nest it.
  public record Found(@Doc("The tags.") List<Entry> tagResource) {}

  /// One tag of one thing.
  public record Entry(
      @Doc("Id of the key.") String resourceId,
      @Doc("key.") TagTargets.Type resourceType,
      @Doc("Key of the tag.") String tagKey,
      @Doc("Value of the tag.") String tagValue) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "ListTagResources",
          "Lists tags of keys, by key and then by tag.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(),
          (_, _, _) -> new Target.Named("key", "*"),
          ListTagResources::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    TagTargets.requireRegion(request.regionId());
    List<String> named = request.resourceId().orElse(List.of());
    TagTargets.requireCount(named);
    TagSearch search =
        new TagSearch(
            owners(services, call.caller(), named),
            having(request.tag().orElse(List.of())),
            request.nextToken().map(PageToken::parse));
    boolean nobody =
        request.resourceType() == TagTargets.Type.SECRET
            || (!named.isEmpty() && search.owners().isEmpty());
    List<KeyTag> found = nobody ? List.of() : services.keys().tagging().find(search, ROWS + 1);
    boolean more = found.size() > ROWS;
    List<KeyTag> page = more ? found.subList(0, ROWS) : found;
    return new Answer(
        new Found(page.stream().map(ListTagResources::entry).toList()),
        more ? PageToken.of(page.getLast()) : "");
  }

  private static Entry entry(KeyTag tag) {
    return new Entry(tag.owner().value(), TagTargets.Type.KEY, tag.key(), tag.value());
  }

  /// Names of nothing find nothing.
  private static Set<KeyId> owners(Services services, Caller caller, List<String> named) {
    Set<KeyId> owners = new HashSet<>();
    for (String ref : named) {
      KeyRefs.find(services, caller, ref).ifPresent(key -> owners.add(key.id()));
    }
    return owners;
  }

  private static Map<String, Optional<String>> having(List<TagResources.Pair> pairs) {
    if (pairs.size() > Tags.COUNT_MAX) {
      throw KmsException.invalid("Tag", "at most 20 of them");
    }
    Map<String, Optional<String>> having = new HashMap<>();
    for (TagResources.Pair pair : pairs) {
      if (having.put(pair.key(), pair.value()) != null) {
        throw KmsException.invalid("Tag", "it has a key twice");
      }
    }
    return having;
  }
}
