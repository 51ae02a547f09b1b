package coffer.compat.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;

/// What the console will ask of a user, through a client of RAM: a password and a second factor.
final class LoginSteps {
  private static final String PASSWORD = "Päss word+1 &=%41'\"";

  private final Dialect dialect;

  LoginSteps(Dialect dialect) {
    this.dialect = dialect;
  }

  List<Step> table() {
    return List.of(
        new Step("a login profile from its making to its end", this::profile),
        new Step("a virtual MFA device from its making to its end", this::device));
  }

  private void profile(Child client) {
    Fields user = Fields.none().with("UserName", dialect.name("login"));
    client.call("ram:CreateUser", user).orFail();
    client.call("ram:GetLoginProfile", user).refused(404, "EntityNotExist.User.LoginProfile");
    client
        .call("ram:CreateLoginProfile", user.with("Password", "password"))
        .refused(400, "InvalidParameter.Password.TooWeak");
    Fields wanted = user.with("Password", PASSWORD).with("PasswordResetRequired", true);
    Answer made = client.call("ram:CreateLoginProfile", wanted).orFail();
    assertThat(made.find("UserName")).isEqualTo(dialect.name("login"));
    assertThat(made.find("PasswordResetRequired")).isEqualTo("true");
    assertThat(made.find("MFABindRequired")).isEqualTo("false");
    client
        .call("ram:CreateLoginProfile", wanted)
        .refused(409, "EntityAlreadyExists.User.LoginProfile");
    client
        .call(
            "ram:UpdateLoginProfile",
            user.with("Password", PASSWORD + "2")
                .with("PasswordResetRequired", false)
                .with("MFABindRequired", true))
        .orFail();
    Answer found = client.call("ram:GetLoginProfile", user).orFail();
    assertThat(found.find("PasswordResetRequired")).isEqualTo("false");
    assertThat(found.find("MFABindRequired")).isEqualTo("true");
    assertThat(found.find("CreateDate")).isEqualTo(made.find("CreateDate"));
    client.call("ram:DeleteUser", user).refused(409, "DeleteConflict.User.LoginProfile");
    client.call("ram:DeleteLoginProfile", user).orFail();
    client.call("ram:DeleteUser", user).orFail();
  }

  private void device(Child client) throws GeneralSecurityException {
    Fields user = Fields.none().with("UserName", dialect.name("mfa"));
    client.call("ram:CreateUser", user.with("DisplayName", "小明")).orFail();
    client.call("ram:GetUserMFAInfo", user).refused(404, "EntityNotExist.User.MFADevice");
    Answer made =
        client
            .call(
                "ram:CreateVirtualMFADevice",
                Fields.none().with("VirtualMFADeviceName", dialect.name("device")))
            .orFail();
    String serial = made.find("SerialNumber");
    assertThat(serial).startsWith("acs:ram::").endsWith(":mfa/" + dialect.name("device"));
    AuthenticatorApp app = new AuthenticatorApp(made.find("Base32StringSeed"));
    Instant now = Instant.now();
    Fields binding = user.with("SerialNumber", serial);
    client
        .call(
            "ram:BindMFADevice",
            binding
                .with("AuthenticationCode1", app.code(now, 0))
                .with("AuthenticationCode2", app.code(now, -1)))
        .refused(403, "CheckAuthenticationCodeFail");
    client
        .call(
            "ram:BindMFADevice",
            binding
                .with("AuthenticationCode1", app.code(now, -1))
                .with("AuthenticationCode2", app.code(now, 0)))
        .orFail();
    Answer bound = client.call("ram:GetUserMFAInfo", user).orFail();
    assertThat(bound.find("SerialNumber")).isEqualTo(serial);
    assertThat(bound.find("Type")).isEqualTo("VMFA");
    Answer listed = client.call("ram:ListVirtualMFADevices", Fields.none()).orFail();
    assertThat(listed.findAll("SerialNumber")).contains(serial);
    assertThat(listed.findAll("UserName")).contains(dialect.name("mfa"));
    Fields device = Fields.none().with("SerialNumber", serial);
    client
        .call("ram:DeleteVirtualMFADevice", device)
        .refused(409, "DeleteConflict.VirtualMFADevice.User");
    client.call("ram:DeleteUser", user).refused(409, "DeleteConflict.User.MFADevice");
    assertThat(client.call("ram:UnbindMFADevice", user).orFail().find("SerialNumber"))
        .isEqualTo(serial);
    client.call("ram:DeleteVirtualMFADevice", device).orFail();
    client.call("ram:DeleteUser", user).orFail();
  }
}
