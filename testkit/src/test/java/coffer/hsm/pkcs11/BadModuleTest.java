package coffer.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.compat.harness.shim.CallSite;
import coffer.compat.harness.shim.Injection;
import coffer.compat.harness.shim.Injection.Kind;
import coffer.hsm.ClusterHsm;
import coffer.hsm.ClusterHsm.MemberHealth;
import coffer.hsm.ClusterHsm.State;
import coffer.hsm.ClusterSeat;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmLocation;
import coffer.hsm.HsmModule;
import coffer.hsm.KeyBook;
import coffer.hsm.cluster.ClusterSettings;
import coffer.hsm.cluster.HsmCluster;
import coffer.model.HsmId;
import coffer.model.SecretBytes;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// What operators get wrong about modules and tokens, and what they are told. Nothing of it brings
/// the process down or changes a token.
@TestInstance(Lifecycle.PER_CLASS)
class BadModuleTest {
  private final Path folder;
  private final ShimmedToken token;

  BadModuleTest(@TempDir Path folder) {
    this.folder = folder;
    token = ShimmedToken.make(folder, "bad-input");
    token.found();
  }

  @Test
  void aDeclaredPathThatIsNoModuleIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("text.so"), "no library");
    refuses(
        HsmFailure.CALLER,
        "module wrong: not a PKCS #11 library; declare the path",
        () -> status(text));
    refuses(
        HsmFailure.CALLER,
        "module wrong: no such file; declare the path",
        () -> status(folder.resolve("nowhere.so")));
  }

  @Test
  void aLibraryWithoutPkcs11IsNoModule() {
    Path library =
        ProcessHandle.current().info().command().map(Path::of).orElseThrow().toAbsolutePath();
    refuses(HsmFailure.CALLER, "module wrong: not a PKCS #11 library", () -> status(library));
  }

  @Test
  void aModuleThatCrashesInItsInitialisationIsTriedInAnotherProcess() {
    ShimmedToken crashing = ShimmedToken.make(folder, "crashing");
    crashing.control().arm(Injection.of(Kind.CRASH).at(CallSite.INITIALIZE));
    refuses(
        HsmFailure.UNAVAILABLE,
        "module crashing: crashed with signal",
        () -> crashing.provider().status(crashing.location()));
    crashing.control().lift();
    crashing.found();
  }

  @Test
  void aModuleThatDoesNotInitialiseSaysWhy() {
    ShimmedToken refusing = ShimmedToken.make(folder, "refusing");
    refusing
        .control()
        .arm(Injection.code(ReturnCode.DEVICE_REMOVED.number()).at(CallSite.INITIALIZE));
    refuses(
        HsmFailure.UNAVAILABLE,
        "module refusing: C_Initialize: CKR_DEVICE_REMOVED",
        () -> refusing.provider().status(refusing.location()));
    refusing.control().lift();
    refusing.found();
  }

  @Test
  void aWrongLabelIsNamed() {
    try (SecretBytes pin = ShimmedToken.secret(ShimmedToken.USER_PIN)) {
      refuses(
          HsmFailure.UNAVAILABLE,
          "no token of module bad-input fits the URI",
          () -> token.provider().open(token.location("another"), pin));
    }
    token.open().close();
  }

  @Test
  void aWrongPinIsTriedOnceAndTold() {
    long before = token.control().calls(CallSite.LOGIN);
    try (SecretBytes wrong = ShimmedToken.secret("11112222")) {
      refuses(
          HsmFailure.CREDENTIAL,
          "CKR_PIN_INCORRECT (0xa0): the PIN is wrong",
          () -> token.provider().open(token.location(), wrong));
    }
    assertThat(token.control().calls(CallSite.LOGIN)).isEqualTo(before + 1);
    token.open().close();
  }

  @Test
  void aLockedPinIsTriedOnceAndTold() {
    long before = token.control().calls(CallSite.LOGIN);
    token.control().arm(Injection.code(ReturnCode.PIN_LOCKED.number()).at(CallSite.LOGIN));
    refuses(
        HsmFailure.CREDENTIAL,
        "CKR_PIN_LOCKED (0xa4): too many wrong PINs. The security officer sets a new one",
        token::open);
    assertThat(token.control().calls(CallSite.LOGIN)).isEqualTo(before + 1);
    token.control().lift();
    token.open().close();
  }

  @Test
  void anHsmWithAnotherKekDoesNotServe() {
    ShimmedToken foreign = ShimmedToken.make(folder, "foreign");
    foreign.found();
    try (ClusterHsm cluster =
        HsmCluster.factory(
                ClusterSettings.standard(), Ticker.systemTicker(), new SplittableRandom(7))
            .open(
                List.of(
                    new ClusterSeat(new HsmId("hsm-0000000000000000"), "a", token::open),
                    new ClusterSeat(new HsmId("hsm-0000000000000001"), "b", foreign::open)),
                KeyBook.EMPTY)) {
      List<MemberHealth> health = cluster.health();
      assertThat(health)
          .extracting(MemberHealth::state)
          .containsExactly(State.SERVING, State.FAILED);
      assertThat(health.get(1).reason()).contains("does not hold the cluster's domain keys");
      cluster.ping();
    }
  }

  private void status(Path library) {
    HsmModule module = new HsmModule("wrong", library, Optional.empty(), Optional.empty());
    Object _ =
        token
            .provider()
            .status(
                new HsmLocation(
                    URI.create("pkcs11:token=any?module-name=wrong"), Map.of("wrong", module)));
  }

  private static void refuses(HsmFailure expected, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HsmException.class, refusal -> assertThat(refusal.failure()).isEqualTo(expected))
        .hasMessageContaining(message);
  }
}
