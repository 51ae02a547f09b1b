package coffer.operations.ram;

import coffer.model.Role;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.List;
import java.util.Optional;

/// Lists the roles by name.
public final class ListRoles {
  private ListRoles() {}

  /// What is asked.
  public record Request(
      @Doc("Where the page before ended.") Optional<String> marker,
      @Doc("Rows on a page, 1 to 1000; 100 by default.") Optional<Integer> maxItems) {}

  /// What is answered.
  public record Answer(
      @Doc("The roles of the page.") Listed roles,
      @Doc("Whether there are more.") boolean isTruncated,
      @Doc("Marker of the next page; absent at the end.") Optional<String> marker) {}

  /// A list as clients nest it.
  public record Listed(@Doc("The roles.") List<RoleDescription> role) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "ListRoles",
          "Lists the roles by name.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(),
          (_, _, _) -> new Target.Named("role", "*"),
          ListRoles::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Marked<Role> page =
        Marked.page(
            services.ram().roles().all(),
            role -> role.name().value(),
            request.marker(),
            request.maxItems());
    return new Answer(
        new Listed(
            page.rows().stream().map(role -> RoleDescription.listed(services, role)).toList()),
        page.truncated(),
        page.marker());
  }
}
