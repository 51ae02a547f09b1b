package coffer.testkit;

import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmProvider;
import coffer.hsm.TokenStatus;
import coffer.model.SecretBytes;
import java.util.Optional;
import java.util.ServiceLoader;

/// A driver around any other one: `faulty:software:/path/to/token?control=/path/to/commands`. It
/// goes wrong as `Faults` is told through the control file. A server finds it when the testkit is
/// on its class path.
public final class FaultyHsm implements HsmProvider {
  @Override
  public String scheme() {
    return FaultyUri.SCHEME;
  }

  @Override
  public TokenStatus status(HsmLocation location) {
    FaultyUri uri = FaultyUri.of(location);
    return provider(uri).status(uri.inner());
  }

  @Override
  public void initialize(HsmLocation location, String label, SecretBytes securityOfficerPin) {
    FaultyUri uri = FaultyUri.of(location);
    provider(uri).initialize(uri.inner(), label, securityOfficerPin);
  }

  @Override
  public void setCryptoUser(HsmLocation location, SecretBytes officerPin, SecretBytes pin) {
    FaultyUri uri = FaultyUri.of(location);
    provider(uri).setCryptoUser(uri.inner(), officerPin, pin);
  }

  @Override
  public HsmMember open(HsmLocation location, SecretBytes pin) {
    FaultyUri uri = FaultyUri.of(location);
    Faults faults = new Faults();
    Optional<ControlFile> control = uri.control().map(file -> new ControlFile(file, faults));
    boolean opened = false;
    try {
      HsmMember inner = FaultyMember.opened(() -> open(uri, pin), faults, uri.deadline());
      opened = true;
      return new FaultyMember(
          inner, faults, uri.deadline(), () -> control.ifPresent(ControlFile::close));
    } finally {
      if (!opened) {
        control.ifPresent(ControlFile::close);
      }
    }
  }

  private static HsmMember open(FaultyUri uri, SecretBytes pin) {
    return provider(uri).open(uri.inner(), pin);
  }

  private static HsmProvider provider(FaultyUri uri) {
    String scheme = uri.inner().uri().getScheme();
    return ServiceLoader.load(HsmProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.scheme().equals(scheme))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no driver for " + scheme));
  }
}
