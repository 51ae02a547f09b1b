package coffer.ram;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.model.SecretBytes;
import coffer.model.UserName;
import coffer.operations.TestClock;
import coffer.store.Store;
import coffer.store.sql.SqlStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is let in with a password and a code.
class SignInTest {
  private static final UserName ALICE = new UserName("alice");
  private static final UserName NOBODY = new UserName("nobody");
  private static final String PASSWORD = "Correct-horse-1";
  private static final Duration STEP = Duration.ofSeconds(30);

  private final TestClock clock = new TestClock("2026-03-01T12:00:00Z");

  @TempDir Path directory;
  private Store store;
  private Ram ram;

  @BeforeEach
  void open() {
    store = SqlStore.open(directory.resolve("coffer.db"), clock);
    ram = RamOfTests.open(store, clock, "1234567890123456");
    ram.users().create(ALICE, RamTest.profile(Optional.empty()));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() {
    store.close();
    store = SqlStore.open(directory.resolve("coffer.db"), clock);
    ram = RamOfTests.open(store, clock, "1234567890123456");
  }

  private static SecretBytes secret(String text) {
    return SecretBytes.owning(text.getBytes(UTF_8));
  }

  private SignIn.Outcome verify(UserName user, String password, String... code) {
    try (SecretBytes secret = secret(password)) {
      return ram.signIn().verify(user, secret, Stream.of(code).findFirst());
    }
  }

  private void letLogIn(boolean resetRequired, boolean mfaRequired) {
    try (SecretBytes secret = secret(PASSWORD)) {
      ram.logins().create(ALICE, secret, resetRequired, mfaRequired);
    }
  }

  private AuthenticatorApp bind() {
    MfaDevices.Created made = ram.mfaDevices().create(new coffer.model.MfaDeviceName("phone"));
    try (SecretBytes seed = made.seed()) {
      AuthenticatorApp app = new AuthenticatorApp(seed.use(bytes -> new String(bytes, US_ASCII)));
      ram.mfaDevices()
          .bind(made.serial(), ALICE, app.code(clock.instant(), -1), app.code(clock.instant(), 0));
      return app;
    }
  }

  private SignIn.Outcome.Admitted admitted(SignIn.Outcome outcome) {
    assertThat(outcome).isInstanceOf(SignIn.Outcome.Admitted.class);
    return (SignIn.Outcome.Admitted) outcome;
  }

  @Test
  void theRightPasswordLetsInAndIsTheLastLogin() {
    letLogIn(false, false);
    clock.forward(Duration.ofMinutes(5));
    SignIn.Outcome.Admitted in = admitted(verify(ALICE, PASSWORD));
    assertThat(in.mfaPresent()).isFalse();
    assertThat(in.passwordResetRequired()).isFalse();
    assertThat(in.mfaBindRequired()).isFalse();
    assertThat(in.user().lastLogin()).contains(clock.instant());
    assertThat(ram.users().require(ALICE).lastLogin()).contains(clock.instant());
    reopen();
    assertThat(ram.users().require(ALICE).lastLogin()).contains(clock.instant());
  }

  @Test
  void anyWrongPartIsOneRefusalThatLeavesNoTrace() {
    assertThat(verify(ALICE, PASSWORD)).isEqualTo(new SignIn.Outcome.Refused());
    letLogIn(false, false);
    assertThat(verify(ALICE, PASSWORD + "!")).isEqualTo(new SignIn.Outcome.Refused());
    assertThat(verify(ALICE, "")).isEqualTo(new SignIn.Outcome.Refused());
    assertThat(verify(NOBODY, PASSWORD)).isEqualTo(new SignIn.Outcome.Refused());
    assertThat(ram.users().require(ALICE).lastLogin()).isEmpty();
    ram.logins().delete(ALICE);
    assertThat(verify(ALICE, PASSWORD)).isEqualTo(new SignIn.Outcome.Refused());
  }

  @Test
  void whatMustBeDoneFirstIsTold() {
    letLogIn(true, true);
    SignIn.Outcome.Admitted in = admitted(verify(ALICE, PASSWORD));
    assertThat(in.passwordResetRequired()).isTrue();
    assertThat(in.mfaBindRequired()).isTrue();
    try (SecretBytes other = secret("Battery-staple-2")) {
      ram.logins().update(ALICE, Optional.of(other), Optional.of(false), Optional.empty());
    }
    AuthenticatorApp app = bind();
    assertThat(verify(ALICE, PASSWORD, app.code(clock.instant(), 1)))
        .isEqualTo(new SignIn.Outcome.Refused());
    in = admitted(verify(ALICE, "Battery-staple-2", app.code(clock.instant(), 1)));
    assertThat(in.mfaPresent()).isTrue();
    assertThat(in.passwordResetRequired()).isFalse();
    assertThat(in.mfaBindRequired()).isFalse();
  }

  @Test
  void aBoundDeviceIsAskedForAndEachOfItsCodesCountsOnce() {
    letLogIn(false, false);
    AuthenticatorApp app = bind();
    assertThat(verify(ALICE, PASSWORD)).isEqualTo(new SignIn.Outcome.CodeNeeded());
    assertThat(verify(ALICE, "wrong")).isEqualTo(new SignIn.Outcome.Refused());
    // What bound it is used up.
    assertThat(verify(ALICE, PASSWORD, app.code(clock.instant(), 0)))
        .isEqualTo(new SignIn.Outcome.Refused());
    clock.forward(STEP);
    String code = app.code(clock.instant(), 0);
    assertThat(admitted(verify(ALICE, PASSWORD, code)).mfaPresent()).isTrue();
    assertThat(verify(ALICE, PASSWORD, code)).isEqualTo(new SignIn.Outcome.Refused());
    clock.forward(STEP);
    reopen();
    assertThat(verify(ALICE, PASSWORD, code)).isEqualTo(new SignIn.Outcome.Refused());
    admitted(verify(ALICE, PASSWORD, app.code(clock.instant(), 0)));
    ram.mfaDevices().unbind(ALICE);
    assertThat(admitted(verify(ALICE, PASSWORD)).mfaPresent()).isFalse();
  }

  @Test
  void oneCodeLetsInOneOfManyAtOnce() throws Exception {
    letLogIn(false, false);
    AuthenticatorApp app = bind();
    clock.forward(STEP);
    String code = app.code(clock.instant(), 0);
    try (ExecutorService many = Executors.newFixedThreadPool(4)) {
      List<Future<SignIn.Outcome>> ends =
          Stream.generate(() -> many.submit(() -> verify(ALICE, PASSWORD, code))).limit(4).toList();
      int admitted = 0;
      for (Future<SignIn.Outcome> end : ends) {
        admitted += end.get() instanceof SignIn.Outcome.Admitted ? 1 : 0;
      }
      assertThat(admitted).isOne();
    }
  }

  @Test
  void afterFiveFailuresANameWaitsAnHourWhetherItExistsOrNot() {
    letLogIn(false, false);
    for (UserName name : new UserName[] {ALICE, NOBODY}) {
      for (int i = 0; i < 5; i++) {
        assertThat(verify(name, "wrong")).isEqualTo(new SignIn.Outcome.Refused());
      }
      assertThat(verify(name, PASSWORD)).isEqualTo(new SignIn.Outcome.Locked());
    }
    clock.forward(Duration.ofMinutes(59));
    assertThat(verify(ALICE, PASSWORD)).isEqualTo(new SignIn.Outcome.Locked());
    clock.forward(Duration.ofMinutes(1));
    admitted(verify(ALICE, PASSWORD));
  }

  @Test
  void aSuccessForgetsFailuresAndTheQuestionForACodeIsNone() {
    letLogIn(false, false);
    for (int i = 0; i < 4; i++) {
      verify(ALICE, "wrong");
    }
    admitted(verify(ALICE, PASSWORD));
    AuthenticatorApp app = bind();
    for (int i = 0; i < 4; i++) {
      verify(ALICE, PASSWORD, "000000");
    }
    assertThat(verify(ALICE, PASSWORD)).isEqualTo(new SignIn.Outcome.CodeNeeded());
    clock.forward(STEP);
    admitted(verify(ALICE, PASSWORD, app.code(clock.instant(), 0)));
  }
}
