package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.SecretBytes;
import coffer.model.UserName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Optional;
import java.util.Set;

/// Changes how a user logs in.
public final class UpdateLoginProfile {
  private UpdateLoginProfile() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the user: 1 to 64 letters, digits, ., _ and -.") String userName,
      @Doc("Another password; unchanged by default.") Optional<SecretBytes> password,
      @Doc("Whether the next login must change the password; unchanged by default.")
          Optional<Boolean> passwordResetRequired,
      @Doc(
              value = "Whether the next login must bind an MFA device; unchanged by default.",
              name = "MFABindRequired")
          Optional<Boolean> mfaBindRequired) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.RAM,
          "UpdateLoginProfile",
          "Changes how a user logs in.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          RamErrors.of(
              RamErrors.USER,
              Set.of(ErrorCode.PASSWORD_TOO_WEAK, ErrorCode.LOGIN_PROFILE_NOT_EXIST)),
          (_, _, request) -> new Target.Named("user", new UserName(request.userName()).value()),
          UpdateLoginProfile::perform);

  private static Done perform(Services services, Call<Request> call) {
    Request request = call.request();
    services
        .ram()
        .logins()
        .update(
            new UserName(request.userName()),
            request.password(),
            request.passwordResetRequired(),
            request.mfaBindRequired());
    return new Done();
  }
}
