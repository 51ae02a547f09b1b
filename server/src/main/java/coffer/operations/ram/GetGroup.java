package coffer.operations.ram;

import coffer.model.GroupName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;

/// Answers what is known of a group.
public final class GetGroup {
  private GetGroup() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the group: 1 to 64 letters, digits, ., _ and -.") String groupName) {}

  /// What is answered.
  public record Answer(@Doc("The group.") GroupDescription group) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "GetGroup",
          "Answers what is known of a group.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(RamErrors.GROUP),
          (_, _, request) -> new Target.Named("group", new GroupName(request.groupName()).value()),
          GetGroup::perform);

  private static Answer perform(Services services, Call<Request> call) {
    return new Answer(
        GroupDescription.of(
            services.ram().groups().require(new GroupName(call.request().groupName()))));
  }
}
