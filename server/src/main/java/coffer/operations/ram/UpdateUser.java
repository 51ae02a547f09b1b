package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.UserName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.ram.Users;
import java.util.Optional;
import java.util.Set;

/// Changes a user; the id stays, and with it keys, groups and policies.
public final class UpdateUser {
  private UpdateUser() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the user: 1 to 64 letters, digits, ., _ and -.") String userName,
      @Doc("Another name; unchanged by default.") Optional<String> newUserName,
      @Doc("Name for people; unchanged by default.") Optional<String> newDisplayName,
      @Doc("Phone number; unchanged by default.") Optional<String> newMobilePhone,
      @Doc("Mail address; unchanged by default.") Optional<String> newEmail,
      @Doc("Free text; unchanged by default.") Optional<String> newComments) {}

  /// What is answered.
  public record Answer(@Doc("The user as it is now.") UserDescription user) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "UpdateUser",
          "Changes a user; the id stays, and with it keys, groups and policies.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          RamErrors.of(RamErrors.USER, Set.of(ErrorCode.USER_ALREADY_EXISTS)),
          (_, _, request) -> new Target.Named("user", new UserName(request.userName()).value()),
          UpdateUser::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Users.Profile profile =
        new Users.Profile(
            "New",
            request.newDisplayName(),
            request.newMobilePhone(),
            request.newEmail(),
            request.newComments());
    return new Answer(
        UserDescription.of(
            services
                .ram()
                .users()
                .update(
                    new UserName(request.userName()),
                    request.newUserName().map(UserName::new),
                    profile)));
  }
}
