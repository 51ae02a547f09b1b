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

/// Lets a user log in no more; access keys go on.
public final class DeleteLoginProfile {
  private DeleteLoginProfile() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the user: 1 to 64 letters, digits, ., _ and -.") String userName) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.RAM,
          "DeleteLoginProfile",
          "Lets a user log in no more; access keys go on.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          RamErrors.of(RamErrors.USER, Set.of(ErrorCode.LOGIN_PROFILE_NOT_EXIST)),
          (_, _, request) -> new Target.Named("user", new UserName(request.userName()).value()),
          DeleteLoginProfile::perform);

  private static Done perform(Services services, Call<Request> call) {
    services.ram().logins().delete(new UserName(call.request().userName()));
    return new Done();
  }
}
