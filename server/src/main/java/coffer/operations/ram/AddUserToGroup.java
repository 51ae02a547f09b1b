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

/// Puts a user into a group; its policies count for the user at once.
public final class AddUserToGroup {
  private AddUserToGroup() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the user: 1 to 64 letters, digits, ., _ and -.") String userName,
      @Doc("Name of the group: 1 to 64 letters, digits, ., _ and -.") String groupName) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.RAM,
          "AddUserToGroup",
          "Puts a user into a group; its policies count for the user at once.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          RamErrors.of(
              RamErrors.USER,
              RamErrors.GROUP,
              Set.of(ErrorCode.USER_GROUP_ALREADY_EXISTS, ErrorCode.LIMIT_EXCEEDED_GROUP)),
          (_, _, request) ->
              Target.Several.of(
                  new Target.Named("user", new UserName(request.userName()).value()),
                  new Target.Named("group", new GroupName(request.groupName()).value())),
          AddUserToGroup::perform);

  private static Done perform(Services services, Call<Request> call) {
    Request request = call.request();
    services
        .ram()
        .groups()
        .add(new UserName(request.userName()), new GroupName(request.groupName()));
    return new Done();
  }
}
