package coffer.hsm.software;

import static coffer.hsm.software.Tokens.OFFICER;
import static coffer.hsm.software.Tokens.PROVIDER;
import static coffer.hsm.software.Tokens.USER;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmIdentity;
import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmProvider;
import coffer.hsm.TokenStatus;
import coffer.model.ProtectionLevel;
import coffer.model.SecretBytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a token comes to life.
class SoftwareHsmProviderTest {
  @TempDir Path directory;

  @Test
  void serviceLoaderFindsIt() {
    assertThat(ServiceLoader.load(HsmProvider.class))
        .anySatisfy(provider -> assertThat(provider.scheme()).isEqualTo("software"));
  }

  @Test
  void statusFollowsTheTokensLife() throws IOException {
    Path file = directory.resolve("a.token");
    assertThat(PROVIDER.status(Tokens.at(file)))
        .isEqualTo(new TokenStatus(TokenStatus.State.ABSENT, Optional.empty()));
    Files.createFile(file);
    assertThat(state(file)).isEqualTo(TokenStatus.State.UNINITIALIZED);
    Tokens.initialize(file, "zone a, number 1", OFFICER);
    assertThat(state(file)).isEqualTo(TokenStatus.State.NO_CRYPTO_USER);
    Tokens.refusal(HsmFailure.CREDENTIAL, () -> Tokens.open(file, USER));
    Tokens.setCryptoUser(file, OFFICER, USER);
    assertThat(state(file)).isEqualTo(TokenStatus.State.READY);
    try (HsmMember member = Tokens.open(file, USER)) {
      HsmIdentity identity = member.identity();
      assertThat(PROVIDER.status(Tokens.at(file)).identity()).contains(identity);
      assertThat(identity.label()).isEqualTo("zone a, number 1");
      assertThat(identity.serial()).matches("[0-9a-f]{16}");
    }
  }

  private static TokenStatus.State state(Path file) {
    return PROVIDER.status(Tokens.at(file)).state();
  }

  @Test
  void initialisedTokenIsNotInitialisedAgain() throws IOException {
    Path file = directory.resolve("a.token");
    Tokens.make(file);
    byte[] before = Files.readAllBytes(file);
    Tokens.refusal(HsmFailure.CALLER, () -> Tokens.initialize(file, "new", OFFICER));
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void pinsHaveOneConstantRefusal() {
    Path file = directory.resolve("a.token");
    Tokens.make(file);
    HsmException user = Tokens.refusal(HsmFailure.CREDENTIAL, () -> Tokens.open(file, "usex"));
    HsmException officerAsUser =
        Tokens.refusal(HsmFailure.CREDENTIAL, () -> Tokens.open(file, OFFICER));
    HsmException userAsOfficer =
        Tokens.refusal(HsmFailure.CREDENTIAL, () -> Tokens.setCryptoUser(file, USER, "new user"));
    HsmException empty = Tokens.refusal(HsmFailure.CREDENTIAL, () -> Tokens.open(file, ""));
    assertThat(user).hasMessage("the PIN is wrong");
    assertThat(officerAsUser).hasMessage(user.getMessage());
    assertThat(userAsOfficer).hasMessage(user.getMessage());
    assertThat(empty).hasMessage(user.getMessage());
  }

  @Test
  void newPinReplacesTheOldAndKeepsAllKeys() {
    Path file = directory.resolve("a.token");
    Tokens.make(file);
    byte[] data = {1, 2, 3};
    try (HsmMember member = Tokens.open(file, USER)) {
      byte[] mac = member.integrity(data);
      byte[] ident = member.ensureIdent();
      Tokens.setCryptoUser(file, OFFICER, "new user");
      Tokens.refusal(HsmFailure.CREDENTIAL, () -> Tokens.open(file, USER));
      try (HsmMember again = Tokens.open(file, "new user")) {
        assertThat(again.integrity(data)).isEqualTo(mac);
        assertThat(again.ensureIdent()).isEqualTo(ident);
      }
      // Who was logged in stays so.
      member.ensureDomainKeys(2);
      Tokens.open(file, "new user").close();
    }
  }

  @Test
  void absentTokenIsUnavailable() {
    Path file = directory.resolve("a.token");
    HsmException refusal = Tokens.refusal(HsmFailure.UNAVAILABLE, () -> Tokens.open(file, USER));
    assertThat(refusal).hasMessageContaining(file.toString());
    assertThat(directory).isEmptyDirectory();
    Path nowhere = directory.resolve("none").resolve("a.token");
    Tokens.refusal(HsmFailure.UNAVAILABLE, () -> Tokens.initialize(nowhere, "a", OFFICER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "123456789012345678901234567890123", "tab\there", "ünder"})
  void labelsArePlain(String label) {
    Path file = directory.resolve("a.token");
    Tokens.refusal(HsmFailure.CALLER, () -> Tokens.initialize(file, label, OFFICER));
    Tokens.refusal(HsmFailure.CALLER, () -> Tokens.initialize(file, "good", ""));
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "software:relative.token",
        "software://host/a.token",
        "software:/a.token?pin=1",
        "software:/a.token#x",
        "software:/a%00.token",
        "software:/folder/",
        "pkcs11:token=a",
        "/a.token"
      })
  void onlyPlainAbsolutePathsNameATokenFile(String uri) {
    HsmLocation location = new HsmLocation(URI.create(uri), Map.of());
    Tokens.refusal(HsmFailure.CALLER, () -> PROVIDER.status(location));
  }

  @Test
  void aRelativePathStartsFromTheFolderAndStaysInIt() {
    try (SecretBytes pin = Tokens.pin(OFFICER)) {
      PROVIDER.initialize(inFolder("software:a.token"), "a", pin);
    }
    assertThat(directory.resolve("a.token")).exists();
    for (String uri : List.of("software:../b.token", "software:a/../../b", "software:b?pin=1")) {
      Tokens.refusal(HsmFailure.CALLER, () -> PROVIDER.status(inFolder(uri)));
    }
  }

  private HsmLocation inFolder(String uri) {
    return new HsmLocation(URI.create(uri), Map.of(), Optional.of(directory));
  }

  @Test
  void pathsMayHoldSpaces() {
    Path file = directory.resolve("a b.token");
    HsmLocation location =
        new HsmLocation(URI.create("software:" + file.toString().replace(" ", "%20")), Map.of());
    try (SecretBytes pin = Tokens.pin(OFFICER)) {
      PROVIDER.initialize(location, "a", pin);
    }
    assertThat(file).exists();
  }

  @Test
  void itSaysWhatItIs() {
    Path file = directory.resolve("a.token");
    Tokens.make(file);
    try (HsmMember member = Tokens.open(file, USER)) {
      assertThat(member.protectionLevel()).isEqualTo(ProtectionLevel.SOFTWARE);
      assertThat(member.mayBlock()).isFalse();
      assertThat(member.warnings()).singleElement().asString().contains("software, not an HSM");
    }
  }

  /// With the cost of production, and with the accelerator, which must be healthy where this runs.
  @Test
  void providerAsFoundByServiceLoaderOpens() {
    HsmProvider provider = new SoftwareHsmProvider();
    HsmLocation location = Tokens.at(directory.resolve("a.token"));
    try (SecretBytes officer = Tokens.pin(OFFICER);
        SecretBytes user = Tokens.pin(USER)) {
      provider.initialize(location, "a", officer);
      provider.setCryptoUser(location, officer, user);
      try (HsmMember member = provider.open(location, user)) {
        member.ping();
        assertThat(member.warnings()).hasSize(1);
      }
    }
  }
}
