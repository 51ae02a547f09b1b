package coffer.testkit.cluster;

import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.model.SecretBytes;
import coffer.testkit.HsmContract;
import coffer.testkit.TestToken;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/// With nothing wrong, the faulty driver is as good as the one inside.
class FaultyHsmContractTest extends HsmContract {
  @TempDir private static Path directory;
  private int made;

  @Override
  protected TestToken newToken() {
    return new Token(FaultyTokens.newToken(directory.resolve("hsm-" + made++ + ".token")));
  }

  @Override
  public boolean exports() {
    return true;
  }

  private record Token(HsmLocation inner) implements TestToken {
    @Override
    public HsmMember open(SecretBytes pin) {
      HsmLocation location = new HsmLocation(URI.create("faulty:" + inner.uri()), Map.of());
      return FaultyTokens.provider("faulty").open(location, pin);
    }

    @Override
    public SecretBytes pin() {
      return FaultyTokens.pin();
    }

    @Override
    public SecretBytes securityOfficerPin() {
      return FaultyTokens.officerPin();
    }

    @Override
    public void close() {}
  }
}
