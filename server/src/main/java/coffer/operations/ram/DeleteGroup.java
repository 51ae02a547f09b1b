package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.GroupName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Set;

/// Deletes a group that has no users and policies left.
public final class DeleteGroup {
  private DeleteGroup() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the group: 1 to 64 letters, digits, ., _ and -.") String groupName) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.RAM,
          "DeleteGroup",
          "Deletes a group that has no users and policies left.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          RamErrors.of(
              RamErrors.GROUP,
              Set.of(ErrorCode.DELETE_CONFLICT_GROUP_USER, ErrorCode.DELETE_CONFLICT_GROUP_POLICY)),
          (_, _, request) -> new Target.Named("group", new GroupName(request.groupName()).value()),
          DeleteGroup::perform);

  private static Done perform(Services services, Call<Request> call) {
    services.ram().groups().delete(new GroupName(call.request().groupName()));
    return new Done();
  }
}
