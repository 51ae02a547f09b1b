package coffer.operations.kms;

import coffer.model.KmsException;
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

/// Lists the dedicated instances.
public final class ListKmsInstances {
  private static final int PAGE_SIZE = 20;

  private ListKmsInstances() {}

  /// What is asked.
  public record Request(
      @Doc("Page, from 1.") Optional<Integer> pageNumber,
      @Doc("Instances on a page, 1 to 101; 20 by default.") Optional<Integer> pageSize,
      @Doc("Not served: no filter is documented.") Optional<String> filters) {}

  /// What is answered.
  public record Answer(
      @Doc("The instances of the page.") KmsInstances kmsInstances,
      @Doc("The page.") int pageNumber,
      @Doc("Instances on a page.") int pageSize,
      @Doc("Instances on all pages.") long totalCount) {}

  /// A list as clients nest it.
  public record KmsInstances(@Doc("The instances.") List<Entry> kmsInstance) {}

  /// One instance.
  public record Entry(
      @Doc("Id of the instance.") String kmsInstanceId, @Doc("Its ARN.") String kmsInstanceArn) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "ListKmsInstances",
          "Lists the dedicated instances.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(),
          (_, _, _) -> new Target.Named("keystore", "*"),
          ListKmsInstances::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    if (request.filters().isPresent()) {
      throw KmsException.unsupported("Filters");
    }
    Paging paging = Paging.of(request.pageNumber(), request.pageSize(), PAGE_SIZE);
    List<Entry> entries =
        services.instances().page(paging.offset(), paging.size()).stream()
            .map(instance ->
                new Entry(
                    instance.id().value(), services.account().arn("keystore/" + instance.id())))
            .toList();
    return new Answer(
        new KmsInstances(entries), paging.number(), paging.size(), services.instances().count());
  }
}
