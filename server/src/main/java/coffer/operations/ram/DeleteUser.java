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

/// Deletes a user that has nothing left.
public final class DeleteUser {
  private DeleteUser() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the user: 1 to 64 letters, digits, ., _ and -.") String userName) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.RAM,
          "DeleteUser",
          "Deletes a user that has no access keys, policies, groups, login profile and MFA device"
              + " left.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          RamErrors.of(
              RamErrors.USER,
              Set.of(
                  ErrorCode.DELETE_CONFLICT_USER_ACCESS_KEY,
                  ErrorCode.DELETE_CONFLICT_USER_POLICY,
                  ErrorCode.DELETE_CONFLICT_USER_GROUP,
                  ErrorCode.DELETE_CONFLICT_USER_LOGIN_PROFILE,
                  ErrorCode.DELETE_CONFLICT_USER_MFA_DEVICE)),
          (_, _, request) -> new Target.Named("user", new UserName(request.userName()).value()),
          DeleteUser::perform);

  private static Done perform(Services services, Call<Request> call) {
    services.ram().users().delete(new UserName(call.request().userName()));
    return new Done();
  }
}
