package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.GroupName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Optional;
import java.util.Set;

/// Changes a group; its users and policies stay.
public final class UpdateGroup {
  private UpdateGroup() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the group: 1 to 64 letters, digits, ., _ and -.") String groupName,
      @Doc("Another name; unchanged by default.") Optional<String> newGroupName,
      @Doc("Free text; unchanged by default.") Optional<String> newComments) {}

  /// What is answered.
  public record Answer(@Doc("The group as it is now.") GroupDescription group) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "UpdateGroup",
          "Changes a group; its users and policies stay.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          RamErrors.of(RamErrors.GROUP, Set.of(ErrorCode.GROUP_ALREADY_EXISTS)),
          (_, _, request) -> new Target.Named("group", new GroupName(request.groupName()).value()),
          UpdateGroup::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    return new Answer(
        GroupDescription.of(
            services
                .ram()
                .groups()
                .update(
                    new GroupName(request.groupName()),
                    request.newGroupName().map(GroupName::new),
                    request.newComments())));
  }
}
