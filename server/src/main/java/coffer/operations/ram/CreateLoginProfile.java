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

/// Lets a user log in with a password.
public final class CreateLoginProfile {
  private CreateLoginProfile() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the user: 1 to 64 letters, digits, ., _ and -.") String userName,
      @Doc(
              "The password: 8 to 128 characters, of three kinds at least: small letters, capitals, digits, others.")
          SecretBytes password,
      @Doc("Whether the next login must change the password; no by default.")
          Optional<Boolean> passwordResetRequired,
      @Doc(
              value = "Whether the next login must bind an MFA device; no by default.",
              name = "MFABindRequired")
          Optional<Boolean> mfaBindRequired) {}

  /// What is answered.
  public record Answer(@Doc("The login profile.") LoginProfileDescription loginProfile) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "CreateLoginProfile",
          "Lets a user log in with a password.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          RamErrors.of(
              RamErrors.USER,
              Set.of(ErrorCode.PASSWORD_TOO_WEAK, ErrorCode.LOGIN_PROFILE_ALREADY_EXISTS)),
          (_, _, request) -> new Target.Named("user", new UserName(request.userName()).value()),
          CreateLoginProfile::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    UserName user = new UserName(request.userName());
    return new Answer(
        LoginProfileDescription.of(
            user,
            services
                .ram()
                .logins()
                .create(
                    user,
                    request.password(),
                    request.passwordResetRequired().orElse(false),
                    request.mfaBindRequired().orElse(false))));
  }
}
