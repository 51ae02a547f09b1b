package coffer.operations.des;

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

/// Lists the HSMs.
public final class ListInstances {
  private static final int PAGE_SIZE = 10;

  private ListInstances() {}

  /// What is asked.
  public record Request(
      @Doc("Page, from 1.") Optional<Integer> currentPage,
      @Doc("HSMs on a page, 1 to 101; 10 by default.") Optional<Integer> pageSize) {}

  /// What is answered.
  public record Answer(
      @Doc("The HSMs of the page.") List<HsmDescription> instances,
      @Doc("The page.") int currentPage,
      @Doc("HSMs on a page.") int pageSize,
      @Doc("HSMs on all pages.") long total) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "ListInstances",
          "Lists the HSMs.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(),
          (_, _, _) -> new Target.Named("hsm", "*"),
          ListInstances::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Paging paging =
        Paging.of(
            "CurrentPage", call.request().currentPage(), call.request().pageSize(), PAGE_SIZE);
    List<HsmDescription> all = Clusters.hsms(services);
    return new Answer(
        all.stream().skip(paging.offset()).limit(paging.size()).toList(),
        paging.number(),
        paging.size(),
        all.size());
  }
}
