package coffer.operations.ram;

import coffer.model.KmsException;
import coffer.model.User;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.List;
import java.util.Optional;

/// Lists the users by name.
public final class ListUsers {
  private ListUsers() {}

  /// What is asked.
  public record Request(
      @Doc("Where the page before ended.") Optional<String> marker,
      @Doc("Rows on a page, 1 to 1000; 100 by default.") Optional<Integer> maxItems,
      @Doc("Only users whose name or display name holds this text.") Optional<String> search) {}

  /// What is answered.
  public record Answer(
      @Doc("The users of the page.") Listed users,
      @Doc("Whether there are more.") boolean isTruncated,
      @Doc("Marker of the next page; absent at the end.") Optional<String> marker) {}

  private static final int SEARCH_LENGTH_MAX = 128;

  /// A list as clients nest it.
  public record Listed(@Doc("The users.") List<UserDescription> user) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "ListUsers",
          "Lists the users by name.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(),
          (_, _, _) -> new Target.Named("user", "*"),
          ListUsers::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    String wanted = request.search().orElse("");
    if (wanted.length() > SEARCH_LENGTH_MAX) {
      throw KmsException.invalid("Search", "at most 128 characters");
    }
    Marked<User> page =
        Marked.page(
            services.ram().users().all().stream()
                .filter(user ->
                    user.name().value().contains(wanted) || user.displayName().contains(wanted))
                .toList(),
            user -> user.name().value(),
            request.marker(),
            request.maxItems());
    return new Answer(
        new Listed(page.rows().stream().map(UserDescription::of).toList()),
        page.truncated(),
        page.marker());
  }
}
