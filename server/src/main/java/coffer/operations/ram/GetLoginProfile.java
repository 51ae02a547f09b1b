package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.UserName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Set;

/// Answers how a user logs in.
public final class GetLoginProfile {
  private GetLoginProfile() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the user: 1 to 64 letters, digits, ., _ and -.") String userName) {}

  /// What is answered.
  public record Answer(@Doc("The login profile.") LoginProfileDescription loginProfile) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "GetLoginProfile",
          "Answers how a user logs in.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(RamErrors.USER, Set.of(ErrorCode.LOGIN_PROFILE_NOT_EXIST)),
          (_, _, request) -> new Target.Named("user", new UserName(request.userName()).value()),
          GetLoginProfile::perform);

  private static Answer perform(Services services, Call<Request> call) {
    UserName user = new UserName(call.request().userName());
    return new Answer(LoginProfileDescription.of(user, services.ram().logins().require(user)));
  }
}
