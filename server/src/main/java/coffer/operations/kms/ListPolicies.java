package coffer.operations.kms;

import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Paging;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lists the policies of access points, oldest first.
public final class ListPolicies {
  private static final int PAGE_SIZE = 20;

  private ListPolicies() {}

  /// What is asked.
  public record Request(
      @Doc("Page, from 1.") Optional<Integer> pageNumber,
      @Doc("Rows on a page, 1 to 101; 20 by default.") Optional<Integer> pageSize) {}

  /// What is answered.
  public record Answer(
      @Doc("The rows of the page.") Policies policies,
      @Doc("The page.") int pageNumber,
      @Doc("Rows on a page.") int pageSize,
      @Doc("Rows on all pages.") long totalCount) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "ListPolicies",
          "Lists the policies of access points, oldest first.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(),
          (_, _, _) -> new Target.Named("policy", "*"),
          ListPolicies::perform);

  /// A list as clients nest it.
  public record Policies(@Doc("The rows.") List<Entry> policy) {}

  /// One policy.
  public record Entry(@Doc("Name of the policy.") String name) {}

  private static Answer perform(Services services, Call<Request> call) {
    Paging paging = Paging.of(call.request().pageNumber(), call.request().pageSize(), PAGE_SIZE);
    return services
        .access()
        .read(view -> {
          List<Entry> entries =
              view.accessPolicies().page(paging.offset(), paging.size()).stream()
                  .map(policy -> new Entry(policy.name().value()))
                  .toList();
          return new Answer(
              new Policies(entries), paging.number(), paging.size(), view.accessPolicies().count());
        });
  }
}
