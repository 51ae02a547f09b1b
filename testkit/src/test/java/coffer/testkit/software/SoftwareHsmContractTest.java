package coffer.testkit.software;

import coffer.hsm.HsmProvider;
import coffer.hsm.software.Argon2Cost;
import coffer.hsm.software.SoftwareHsmProvider;
import coffer.testkit.HsmContract;
import coffer.testkit.TestToken;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// The whole contract: with native code, without, and a cluster of one of each.
class SoftwareHsmContractTest {
  private static final Argon2Cost CHEAP = new Argon2Cost(64, 1, 1);
  private static final HsmProvider NATIVE = new SoftwareHsmProvider(true, CHEAP);
  private static final HsmProvider PURE_JAVA = new SoftwareHsmProvider(false, CHEAP);

  @TempDir static Path directory;
  private static int tokens;

  private static TestToken token(HsmProvider provider) {
    return SoftwareToken.in(directory, provider, ++tokens);
  }

  abstract static class ExportingHsms extends HsmContract {
    @Override
    public boolean exports() {
      return true;
    }
  }

  @Nested
  class Native extends ExportingHsms {
    @Override
    protected TestToken newToken() {
      return token(NATIVE);
    }
  }

  @Nested
  class PureJava extends ExportingHsms {
    @Override
    protected TestToken newToken() {
      return token(PURE_JAVA);
    }
  }

  @Nested
  class Mixed extends ExportingHsms {
    @Override
    protected TestToken newToken() {
      return token(tokens % 2 == 0 ? NATIVE : PURE_JAVA);
    }
  }
}
