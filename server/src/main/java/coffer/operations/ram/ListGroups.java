package coffer.operations.ram;

import coffer.model.Group;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Optional;

/// Lists the groups by name.
public final class ListGroups {
  private ListGroups() {}

  /// What is asked.
  public record Request(
      @Doc("Where the page before ended.") Optional<String> marker,
      @Doc("Rows on a page, 1 to 1000; 100 by default.") Optional<Integer> maxItems) {}

  /// What is answered.
  public record Answer(
      @Doc("The groups of the page.") GroupDescription.Nested groups,
      @Doc("Whether there are more.") boolean isTruncated,
      @Doc("Marker of the next page; absent at the end.") Optional<String> marker) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "ListGroups",
          "Lists the groups by name.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(),
          (_, _, _) -> new Target.Named("group", "*"),
          ListGroups::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Marked<Group> page =
        Marked.page(
            services.ram().groups().all(),
            group -> group.name().value(),
            request.marker(),
            request.maxItems());
    return new Answer(
        new GroupDescription.Nested(page.rows().stream().map(GroupDescription::of).toList()),
        page.truncated(),
        page.marker());
  }
}
