package coffer.testkit.software;

import static java.nio.charset.StandardCharsets.US_ASCII;

import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmProvider;
import coffer.model.SecretBytes;
import coffer.testkit.TestToken;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/// A token file in a directory that JUnit removes.
record SoftwareToken(HsmProvider provider, HsmLocation location) implements TestToken {
  static SoftwareToken in(Path directory, HsmProvider provider, int number) {
    Path file = directory.resolve("hsm-" + number + ".token").toAbsolutePath();
    HsmLocation location = new HsmLocation(URI.create("software:" + file), Map.of());
    SoftwareToken token = new SoftwareToken(provider, location);
    try (SecretBytes officer = token.securityOfficerPin();
        SecretBytes pin = token.pin()) {
      provider.initialize(location, "hsm " + number, officer);
      provider.setCryptoUser(location, officer, pin);
    }
    return token;
  }

  @Override
  public HsmMember open(SecretBytes pin) {
    return provider.open(location, pin);
  }

  @Override
  public SecretBytes pin() {
    return SecretBytes.owning("kmsuser-4711".getBytes(US_ASCII));
  }

  @Override
  public SecretBytes securityOfficerPin() {
    return SecretBytes.owning("officer-0815".getBytes(US_ASCII));
  }

  @Override
  public void close() {}
}
