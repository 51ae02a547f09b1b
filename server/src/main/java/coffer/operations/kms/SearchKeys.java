package coffer.operations.kms;

import coffer.model.Alias;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyUsage;
import coffer.model.KmsException;
import coffer.model.Origin;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.store.KeySearch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds keys by their attributes and by text, sorted, page by page.
public final class SearchKeys {
  private static final int RESULTS_MAX = 100;
  private static final int RESULTS = 20;
  private static final int TEXT_LENGTH_MAX = 256;
  private static final int ALIASES_SHOWN_MAX = 10;

  private SearchKeys() {}

  /// What is asked.
  public record Request(
      @Doc("What the id, the description or an alias holds; a and A are the same.")
          Optional<String> text,
      @Doc("JSON array of at most 10 objects of Key and Values, as ListKeys takes it.")
          Optional<String> filters,
      @Doc("CreationDate (default), KeyState or KeySpec.") Optional<String> sortBy,
      @Doc("Whether the last come first; not by default.") Optional<Boolean> descending,
      @Doc("Keys on a page, 1 to 100; 20 by default.") Optional<Integer> maxResults,
      @Doc("Where the page before ended; the rest must be asked as before.")
          Optional<String> nextToken) {}

  /// What is answered.
  public record Answer(
      @Doc("The keys of the page.") Keys keys,
      @Doc("There are more: ask again with it.") Optional<String> nextToken) {}

  /// A list as clients nest it.
  public record Keys(@Doc("The keys.") List<Entry> key) {}

  /// One key.
  public record Entry(
      @Doc("Id of the key.") String keyId,
      @Doc("ARN of the key.") String keyArn,
      @Doc("State of the key.") KeyState keyState,
      @Doc("Kind and size of the key.") KeySpec keySpec,
      @Doc("What the key is for.") KeyUsage keyUsage,
      @Doc("Where the material was born.") Origin origin,
      @Doc(value = "Instance that holds it.", name = "DKMSInstanceId") String dkmsInstanceId,
      @Doc("Free text.") String description,
      @Doc("When the key was created.") Instant creationDate,
      @Doc("Its aliases, ten at most.") Aliases aliases) {}

  /// A list as clients nest it.
  public record Aliases(@Doc("Names of aliases.") List<String> aliasName) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "SearchKeys",
          "Finds keys by their attributes and by text, sorted, page by page.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(),
          (_, _, _) -> new Target.Named("key", "*"),
          SearchKeys::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    int limit = request.maxResults().orElse(RESULTS);
    if (limit < 1 || limit > RESULTS_MAX) {
      throw KmsException.invalid("MaxResults", "1 to 100");
    }
    if (request.text().filter(text -> text.length() > TEXT_LENGTH_MAX).isPresent()) {
      throw KmsException.invalid("Text", "it has more than 256 characters");
    }
    KeySearch.Sort sort =
        request.sortBy().map(SearchKeys::sort).orElse(KeySearch.Sort.CREATION_DATE);
    KeySearch search =
        new KeySearch(
            KeyFilters.parse(request.filters()),
            request.text(),
            sort,
            request.descending().orElse(false),
            request.nextToken().map(token -> KeyPage.parse(token, sort)));
    List<Key> found = services.keys().search(search, limit + 1);
    List<Key> page = found.subList(0, Math.min(limit, found.size()));
    return new Answer(
        new Keys(page.stream().map(key -> entry(services, key)).toList()),
        found.size() > limit ? Optional.of(KeyPage.after(page.getLast(), sort)) : Optional.empty());
  }

  private static Entry entry(Services services, Key key) {
    List<String> aliases =
        services.keys().aliases().page(key.id(), 0, ALIASES_SHOWN_MAX).stream()
            .map(Alias::name)
            .map(Object::toString)
            .toList();
    return new Entry(
        key.id().value(),
        services.account().arn("key/" + key.id()),
        key.state(),
        key.spec(),
        key.traits().usage(),
        key.traits().origin(),
        key.instance().value(),
        key.description(),
        key.traits().created(),
        new Aliases(aliases));
  }

  private static KeySearch.Sort sort(String name) {
    return switch (name) {
      case "CreationDate" -> KeySearch.Sort.CREATION_DATE;
      case "KeyState" -> KeySearch.Sort.KEY_STATE;
      case "KeySpec" -> KeySearch.Sort.KEY_SPEC;
      default -> throw KmsException.invalid("SortBy", "CreationDate, KeyState or KeySpec");
    };
  }
}
