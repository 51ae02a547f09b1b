package coffer.testkit.pkcs11;

import static java.nio.charset.StandardCharsets.US_ASCII;

import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmModule;
import coffer.hsm.HsmProvider;
import coffer.model.SecretBytes;
import coffer.testkit.TestToken;
import java.net.URI;
import java.util.Map;
import java.util.ServiceLoader;
import org.opentest4j.AssertionFailedError;

/// A token of a declared module, as the PKCS #11 driver sees it.
record DriverToken(HsmProvider driver, HsmLocation location) implements TestToken {
  static final String USER_PIN = "47114711";
  static final String OFFICER_PIN = "08150815";

  /// The token of that label.
  static DriverToken of(HsmModule module, String label) {
    URI uri = URI.create("pkcs11:token=" + label + "?module-name=" + module.name());
    return new DriverToken(found(), new HsmLocation(uri, Map.of(module.name(), module)));
  }

  @Override
  public HsmMember open(SecretBytes pin) {
    return driver.open(location, pin);
  }

  @Override
  public SecretBytes pin() {
    return SecretBytes.owning(USER_PIN.getBytes(US_ASCII));
  }

  @Override
  public SecretBytes securityOfficerPin() {
    return SecretBytes.owning(OFFICER_PIN.getBytes(US_ASCII));
  }

  /// The directory of all tokens goes when the process ends.
  @Override
  public void close() {}

  private static HsmProvider found() {
    return ServiceLoader.load(HsmProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.scheme().equals("pkcs11"))
        .findFirst()
        .orElseThrow(() -> new AssertionFailedError("ServiceLoader finds no pkcs11 driver"));
  }
}
