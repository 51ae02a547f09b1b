package coffer.operations.kms;

import coffer.keys.Aliases;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Paging;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Optional;
import java.util.Set;

/// Lists the aliases of the account.
public final class ListAliases {
  static final int PAGE_SIZE = 10;

  private ListAliases() {}

  /// What is asked.
  public record Request(
      @Doc("Page, from 1.") Optional<Integer> pageNumber,
      @Doc("Aliases on a page, 1 to 101; 10 by default.") Optional<Integer> pageSize) {}

  /// What is answered.
  public record Answer(
      @Doc("The aliases of the page.") AliasList aliases,
      @Doc("The page.") int pageNumber,
      @Doc("Aliases on a page.") int pageSize,
      @Doc("Aliases on all pages.") long totalCount) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "ListAliases",
          "Lists the aliases of the account, oldest first.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(),
          (_, _, _) -> new Target.Named("alias", "*"),
          ListAliases::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Paging paging = Paging.of(call.request().pageNumber(), call.request().pageSize(), PAGE_SIZE);
    Aliases aliases = services.keys().aliases();
    return new Answer(
        AliasList.of(services, aliases.page(paging.offset(), paging.size())),
        paging.number(),
        paging.size(),
        aliases.count());
  }
}
