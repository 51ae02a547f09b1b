package coffer.hsm.software;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmProvider;
import coffer.model.SecretBytes;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What the tests of token files have in common.
final class Tokens {
  static final Argon2Cost CHEAP = new Argon2Cost(16, 1, 1);
  static final HsmProvider PROVIDER = new SoftwareHsmProvider(false, CHEAP);
  static final String OFFICER = "officer";
  static final String USER = "user";

  private Tokens() {}

  static HsmLocation at(Path file) {
    return new HsmLocation(URI.create("software:" + file.toAbsolutePath()), Map.of());
  }

  static SecretBytes pin(String text) {
    return SecretBytes.owning(text.getBytes(US_ASCII));
  }

  static void initialize(Path file, String label, String officer) {
    try (SecretBytes pin = pin(officer)) {
      PROVIDER.initialize(at(file), label, pin);
    }
  }

  static void setCryptoUser(Path file, String officer, String user) {
    try (SecretBytes officerPin = pin(officer);
        SecretBytes pin = pin(user)) {
      PROVIDER.setCryptoUser(at(file), officerPin, pin);
    }
  }

  static HsmMember open(Path file, String user) {
    try (SecretBytes pin = pin(user)) {
      return PROVIDER.open(at(file), pin);
    }
  }

  /// Initialised, with a crypto user and all kinds of keys.
  static void make(Path file) {
    initialize(file, "blue", OFFICER);
    setCryptoUser(file, OFFICER, USER);
    try (HsmMember member = open(file, USER)) {
      member.ensureIdent();
      member.ensureDomainKeys(1);
    }
  }

  static HsmException refusal(HsmFailure expected, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(HsmException.class);
    HsmException refusal = (HsmException) thrown;
    assertThat(refusal.failure()).as(refusal.getMessage()).isEqualTo(expected);
    return refusal;
  }
}
