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

/// Creates a user, who may do nothing yet.
public final class CreateUser {
  private CreateUser() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the user: 1 to 64 letters, digits, ., _ and -.") String userName,
      @Doc("Name for people, at most 128 characters.") Optional<String> displayName,
      @Doc("Phone number.") Optional<String> mobilePhone,
      @Doc("Mail address.") Optional<String> email,
      @Doc("Free text, at most 128 characters.") Optional<String> comments) {}

  /// What is answered.
  public record Answer(@Doc("The new user.") UserDescription user) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "CreateUser",
          "Creates a user, who may do nothing yet.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          RamErrors.of(
              RamErrors.USER, Set.of(ErrorCode.USER_ALREADY_EXISTS, ErrorCode.LIMIT_EXCEEDED_USER)),
          (_, _, request) -> new Target.Named("user", new UserName(request.userName()).value()),
          CreateUser::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Users.Profile profile =
        new Users.Profile(
            "", request.displayName(), request.mobilePhone(), request.email(), request.comments());
    return new Answer(
        UserDescription.of(
            services.ram().users().create(new UserName(request.userName()), profile)));
  }
}
