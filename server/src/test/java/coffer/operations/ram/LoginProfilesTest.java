package coffer.operations.ram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.model.ErrorCode;
import coffer.model.LoginProfile;
import coffer.model.SecretBytes;
import coffer.model.UserName;
import coffer.operations.House;
import coffer.ram.SignIn;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Users that log in with a password.
class LoginProfilesTest {
  private static final String PASSWORD = "Correct-horse-1";

  @TempDir static Path directory;
  private static House house;
  private static RamCalls calls;

  @BeforeAll
  static void build() {
    house = new House(directory);
    calls = new RamCalls(house);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static SecretBytes secret(String text) {
    return SecretBytes.owning(text.getBytes(UTF_8));
  }

  private static CreateLoginProfile.Request creation(String user, String password) {
    return new CreateLoginProfile.Request(
        user, secret(password), Optional.empty(), Optional.empty());
  }

  private static LoginProfileDescription profile(String user) {
    return calls
        .answer(GetLoginProfile.OPERATION, new GetLoginProfile.Request(user))
        .loginProfile();
  }

  private static boolean letsIn(String user, String password) {
    try (SecretBytes secret = secret(password)) {
      return house.ram.signIn().verify(new UserName(user), secret, Optional.empty())
          instanceof SignIn.Outcome.Admitted;
    }
  }

  @Test
  void aProfileIsMadeChangedAndDeleted() {
    calls.createUser("alice");
    LoginProfileDescription made =
        calls
            .answer(
                CreateLoginProfile.OPERATION,
                new CreateLoginProfile.Request(
                    "alice", secret(PASSWORD), Optional.of(true), Optional.empty()))
            .loginProfile();
    assertThat(made)
        .isEqualTo(new LoginProfileDescription("alice", true, false, house.clock.instant()))
        .isEqualTo(profile("alice"));
    assertThat(letsIn("alice", PASSWORD)).isTrue();
    calls.answer(
        UpdateLoginProfile.OPERATION,
        new UpdateLoginProfile.Request(
            "alice", Optional.empty(), Optional.of(false), Optional.of(true)));
    assertThat(profile("alice"))
        .isEqualTo(new LoginProfileDescription("alice", false, true, made.createDate()));
    assertThat(letsIn("alice", PASSWORD)).isTrue();
    calls.answer(
        UpdateLoginProfile.OPERATION,
        new UpdateLoginProfile.Request(
            "alice", Optional.of(secret("Battery-2")), Optional.empty(), Optional.empty()));
    assertThat(profile("alice").mfaBindRequired()).isTrue();
    assertThat(letsIn("alice", PASSWORD)).isFalse();
    assertThat(letsIn("alice", "Battery-2")).isTrue();
    assertThat(calls.answer(GetUser.OPERATION, new GetUser.Request("alice")).user().lastLoginDate())
        .contains(house.clock.instant());
    assertThat(calls.refusal(DeleteUser.OPERATION, new DeleteUser.Request("alice")))
        .isEqualTo(ErrorCode.DELETE_CONFLICT_USER_LOGIN_PROFILE);
    calls.answer(DeleteLoginProfile.OPERATION, new DeleteLoginProfile.Request("alice"));
    assertThat(letsIn("alice", "Battery-2")).isFalse();
    calls.answer(DeleteUser.OPERATION, new DeleteUser.Request("alice"));
  }

  @Test
  void whatIsNotThereOrThereAlreadyIsRefused() {
    calls.createUser("bob");
    assertThat(calls.refusal(GetLoginProfile.OPERATION, new GetLoginProfile.Request("bob")))
        .isEqualTo(ErrorCode.LOGIN_PROFILE_NOT_EXIST);
    assertThat(calls.refusal(DeleteLoginProfile.OPERATION, new DeleteLoginProfile.Request("bob")))
        .isEqualTo(ErrorCode.LOGIN_PROFILE_NOT_EXIST);
    assertThat(
            calls.refusal(
                UpdateLoginProfile.OPERATION,
                new UpdateLoginProfile.Request(
                    "bob", Optional.of(secret(PASSWORD)), Optional.empty(), Optional.empty())))
        .isEqualTo(ErrorCode.LOGIN_PROFILE_NOT_EXIST);
    assertThat(calls.refusal(CreateLoginProfile.OPERATION, creation("nobody", PASSWORD)))
        .isEqualTo(ErrorCode.USER_NOT_EXIST);
    calls.answer(CreateLoginProfile.OPERATION, creation("bob", PASSWORD));
    assertThat(calls.refusal(CreateLoginProfile.OPERATION, creation("bob", PASSWORD)))
        .isEqualTo(ErrorCode.LOGIN_PROFILE_ALREADY_EXISTS);
  }

  @Test
  void aWeakPasswordIsRefusedAndChangesNothing() {
    calls.createUser("carol");
    for (String weak :
        List.of(
            "",
            "Short-1",
            "Aa1" + "é".repeat(4),
            "onlysmallletters",
            "onlysmall1234",
            "ONLY-CAPITALS",
            "x".repeat(126) + "X1-")) {
      assertThat(calls.refusal(CreateLoginProfile.OPERATION, creation("carol", weak)))
          .as(weak)
          .isEqualTo(ErrorCode.PASSWORD_TOO_WEAK);
    }
    for (String untypable : List.of(PASSWORD + "\n", "\u0000" + PASSWORD, PASSWORD + "\u007f")) {
      assertThat(calls.refusal(CreateLoginProfile.OPERATION, creation("carol", untypable)))
          .isEqualTo(ErrorCode.INVALID_PARAMETER);
    }
    calls.answer(CreateLoginProfile.OPERATION, creation("carol", "Ünïcödé1"));
    assertThat(
            calls.refusal(
                UpdateLoginProfile.OPERATION,
                new UpdateLoginProfile.Request(
                    "carol", Optional.of(secret("weak")), Optional.of(true), Optional.empty())))
        .isEqualTo(ErrorCode.PASSWORD_TOO_WEAK);
    assertThat(profile("carol").passwordResetRequired()).isFalse();
    assertThat(letsIn("carol", "Ünïcödé1")).isTrue();
  }

  @Test
  void nothingOfAPasswordIsKeptOrRecordedButItsHash() {
    calls.createUser("dave");
    calls.answer(CreateLoginProfile.OPERATION, creation("dave", "Nowhere-to-be-found-1"));
    LoginProfile row =
        house.store.read(view ->
            view.ram()
                .loginProfiles()
                .find(house.ram.users().require(new UserName("dave")).id())
                .orElseThrow());
    assertThat(row.toString()).contains("$argon2id$").doesNotContain("Nowhere");
    assertThat(house.audit.last().event().toString())
        .contains("ram:CreateLoginProfile", "user/dave")
        .doesNotContain("Nowhere", "argon2id");
  }
}
