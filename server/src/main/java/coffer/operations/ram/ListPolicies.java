package coffer.operations.ram;

import coffer.model.PolicyType;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.ram.Policies;
import java.util.Comparator;
import java.util.Optional;

/// Lists the policies by type and name.
public final class ListPolicies {
  private ListPolicies() {}

  /// What is asked.
  public record Request(
      @Doc("System or Custom; both by default.") Optional<PolicyType> policyType,
      @Doc("Where the page before ended.") Optional<String> marker,
      @Doc("Rows on a page, 1 to 1000; 100 by default.") Optional<Integer> maxItems) {}

  /// What is answered.
  public record Answer(
      @Doc("The policies of the page.") PolicyDescription.Nested policies,
      @Doc("Whether there are more.") boolean isTruncated,
      @Doc("Marker of the next page; absent at the end.") Optional<String> marker) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "ListPolicies",
          "Lists the policies by type and name.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(),
          (_, _, _) -> new Target.Named("policy", "*"),
          ListPolicies::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Marked<Policies.Listed> page =
        Marked.page(
            services.ram().policies().list(request.policyType()).stream()
                .sorted(Comparator.comparing(ListPolicies::place))
                .toList(),
            ListPolicies::place,
            request.marker(),
            request.maxItems());
    return new Answer(
        new PolicyDescription.Nested(page.rows().stream().map(PolicyDescription::of).toList()),
        page.truncated(),
        page.marker());
  }

  private static String place(Policies.Listed listed) {
    return listed.ref().toString();
  }
}
