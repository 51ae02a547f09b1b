package coffer.operations.ram;

import coffer.model.UserName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;

/// Lists the groups that a user is in.
public final class ListGroupsForUser {
  private ListGroupsForUser() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the user: 1 to 64 letters, digits, ., _ and -.") String userName) {}

  /// What is answered.
  public record Answer(@Doc("The groups.") GroupDescription.Nested groups) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "ListGroupsForUser",
          "Lists the groups that a user is in.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(RamErrors.USER),
          (_, _, request) -> new Target.Named("user", new UserName(request.userName()).value()),
          ListGroupsForUser::perform);

  private static Answer perform(Services services, Call<Request> call) {
    return new Answer(
        new GroupDescription.Nested(
            services.ram().groups().of(new UserName(call.request().userName())).stream()
                .map(GroupDescription::joined)
                .toList()));
  }
}
