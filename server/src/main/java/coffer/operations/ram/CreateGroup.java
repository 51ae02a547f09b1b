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

/// Creates a group of users.
public final class CreateGroup {
  private CreateGroup() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the group: 1 to 64 letters, digits, ., _ and -.") String groupName,
      @Doc("Free text, at most 128 characters.") Optional<String> comments) {}

  /// What is answered.
  public record Answer(@Doc("The new group.") GroupDescription group) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "CreateGroup",
          "Creates a group of users.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          RamErrors.of(
              RamErrors.GROUP,
              Set.of(ErrorCode.GROUP_ALREADY_EXISTS, ErrorCode.LIMIT_EXCEEDED_GROUP)),
          (_, _, request) -> new Target.Named("group", new GroupName(request.groupName()).value()),
          CreateGroup::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    return new Answer(
        GroupDescription.of(
            services
                .ram()
                .groups()
                .create(new GroupName(request.groupName()), request.comments().orElse(""))));
  }
}
