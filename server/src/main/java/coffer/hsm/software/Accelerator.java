package coffer.hsm.software;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.amazon.corretto.crypto.provider.SelfTestStatus;
import java.security.Provider;
import java.util.Optional;

/// The Amazon Corretto Crypto Provider, when its native half loads here and passes its self-tests.
/// Never registered with the JVM: whoever uses it names it.
final class Accelerator {
  private Accelerator() {}

  static Optional<Provider> load() {
    AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
    boolean healthy =
        provider.getLoadingError() == null && provider.runSelfTests() == SelfTestStatus.PASSED;
    return healthy ? Optional.of(provider) : Optional.empty();
  }
}
