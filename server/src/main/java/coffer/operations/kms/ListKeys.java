package coffer.operations.kms;

import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Paging;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.store.KeyFilter;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lists the keys of the account.
public final class ListKeys {
  private static final int PAGE_SIZE = 10;

  private ListKeys() {}

  /// What is asked.
  public record Request(
      @Doc("Page, from 1.") Optional<Integer> pageNumber,
      @Doc("Keys on a page, 1 to 101; 10 by default.") Optional<Integer> pageSize,
      @Doc("JSON array of at most 10 objects of Key and Values; see docs/api.md.")
          Optional<String> filters) {}

  /// What is answered.
  public record Answer(
      @Doc("The keys of the page.") Keys keys,
      @Doc("The page.") int pageNumber,
      @Doc("Keys on a page.") int pageSize,
      @Doc("Keys on all pages.") long totalCount) {}

  /// A list as clients nest it.
  public record Keys(@Doc("The keys.") List<Entry> key) {}

  /// One key.
  public record Entry(@Doc("Id of the key.") String keyId, @Doc("Its ARN.") String keyArn) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "ListKeys",
          "Lists the keys of the account, oldest first.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(),
          (_, _, _) -> new Target.Named("key", "*"),
          ListKeys::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    KeyFilter filter = KeyFilters.parse(request.filters());
    Paging paging = Paging.of(request.pageNumber(), request.pageSize(), PAGE_SIZE);
    List<Entry> entries =
        services.keys().page(filter, paging.offset(), paging.size()).stream()
            .map(key -> new Entry(key.id().value(), services.account().arn("key/" + key.id())))
            .toList();
    return new Answer(
        new Keys(entries), paging.number(), paging.size(), services.keys().count(filter));
  }
}
