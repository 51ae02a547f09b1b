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

/// Lists the HSM clusters.
public final class ListClusters {
  private static final int PAGE_SIZE = 10;

  private ListClusters() {}

  /// What is asked.
  public record Request(
      @Doc("Page, from 1.") Optional<Integer> currentPage,
      @Doc("Clusters on a page, 1 to 101; 10 by default.") Optional<Integer> pageSize) {}

  /// What is answered.
  public record Answer(
      @Doc("The clusters of the page.") List<ClusterDescription> clusters,
      @Doc("The page.") int currentPage,
      @Doc("Clusters on a page.") int pageSize,
      @Doc("Clusters on all pages.") long total) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "ListClusters",
          "Lists the HSM clusters.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(),
          (_, _, _) -> new Target.Named("cluster", "*"),
          ListClusters::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Paging paging =
        Paging.of(
            "CurrentPage", call.request().currentPage(), call.request().pageSize(), PAGE_SIZE);
    return new Answer(
        services.clusters().page(paging.offset(), paging.size()).stream()
            .map(cluster -> ClusterDescription.of(services, cluster))
            .toList(),
        paging.number(),
        paging.size(),
        services.clusters().count());
  }
}
