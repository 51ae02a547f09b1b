package coffer.operations.ram;

import coffer.model.GroupName;
import coffer.model.User;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.ram.Groups;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Lists the users of a group by name.
public final class ListUsersForGroup {
  private ListUsersForGroup() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the group: 1 to 64 letters, digits, ., _ and -.") String groupName,
      @Doc("Where the page before ended.") Optional<String> marker,
      @Doc("Rows on a page, 1 to 1000; 100 by default.") Optional<Integer> maxItems) {}

  /// What is answered.
  public record Answer(
      @Doc("The users of the page.") Listed users,
      @Doc("Whether there are more.") boolean isTruncated,
      @Doc("Marker of the next page; absent at the end.") Optional<String> marker) {}

  /// A list as clients nest it.
  public record Listed(@Doc("The users.") List<Entry> user) {}

  /// One user.
  public record Entry(
      @Doc("Id of the user.") String userId,
      @Doc("Name of the user.") String userName,
      @Doc("Name for people.") Optional<String> displayName,
      @Doc("When the user joined.") Instant joinDate) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "ListUsersForGroup",
          "Lists the users of a group by name.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(RamErrors.GROUP),
          (_, _, request) -> new Target.Named("group", new GroupName(request.groupName()).value()),
          ListUsersForGroup::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Marked.requireFit(request.marker(), request.maxItems());
    Marked<Groups.Joined<User>> page =
        Marked.page(
            services.ram().groups().membersOf(new GroupName(request.groupName())),
            joined -> joined.what().name().value(),
            request.marker(),
            request.maxItems());
    return new Answer(
        new Listed(page.rows().stream().map(ListUsersForGroup::entry).toList()),
        page.truncated(),
        page.marker());
  }

  private static Entry entry(Groups.Joined<User> joined) {
    User user = joined.what();
    return new Entry(
        user.id().value(),
        user.name().value(),
        UserDescription.present(user.displayName()),
        joined.joined());
  }
}
