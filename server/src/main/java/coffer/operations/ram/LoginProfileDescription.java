package coffer.operations.ram;

import coffer.model.LoginProfile;
import coffer.model.UserName;
import coffer.operations.Doc;
import java.time.Instant;

/// A login profile as the API tells it: all but the password.
public record LoginProfileDescription(
    @Doc("Name of the user.") String userName,
    @Doc("Whether the next login must change the password.") boolean passwordResetRequired,
    @Doc(value = "Whether the next login must bind an MFA device.", name = "MFABindRequired")
        boolean mfaBindRequired,
    @Doc("When it was created.") Instant createDate) {
  static LoginProfileDescription of(UserName user, LoginProfile profile) {
    return new LoginProfileDescription(
        user.value(), profile.resetRequired(), profile.mfaRequired(), profile.created());
  }
}
