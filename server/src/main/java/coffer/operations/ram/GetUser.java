package coffer.operations.ram;

import coffer.model.UserName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;

/// Answers what is known of a user.
public final class GetUser {
  private GetUser() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the user: 1 to 64 letters, digits, ., _ and -.") String userName) {}

  /// What is answered.
  public record Answer(@Doc("The user.") UserDescription user) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "GetUser",
          "Answers what is known of a user.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(RamErrors.USER),
          (_, _, request) -> new Target.Named("user", new UserName(request.userName()).value()),
          GetUser::perform);

  private static Answer perform(Services services, Call<Request> call) {
    return new Answer(
        UserDescription.of(
            services.ram().users().require(new UserName(call.request().userName()))));
  }
}
