package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.GroupName;
import coffer.model.UserName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Set;

/// Takes a user out of a group; its policies no longer count, at once.
public final class RemoveUserFromGroup {
  private RemoveUserFromGroup() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the user: 1 to 64 letters, digits, ., _ and -.") String userName,
      @Doc("Name of the group: 1 to 64 letters, digits, ., _ and -.") String groupName) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.RAM,
          "RemoveUserFromGroup",
          "Takes a user out of a group; its policies no longer count, at once.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          RamErrors.of(RamErrors.USER, RamErrors.GROUP, Set.of(ErrorCode.USER_GROUP_NOT_EXIST)),
          (_, _, request) ->
              Target.Several.of(
                  new Target.Named("user", new UserName(request.userName()).value()),
                  new Target.Named("group", new GroupName(request.groupName()).value())),
          RemoveUserFromGroup::perform);

  private static Done perform(Services services, Call<Request> call) {
    Request request = call.request();
    services
        .ram()
        .groups()
        .remove(new UserName(request.userName()), new GroupName(request.groupName()));
    return new Done();
  }
}
