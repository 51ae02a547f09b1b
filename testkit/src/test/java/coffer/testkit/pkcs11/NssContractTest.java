package coffer.testkit.pkcs11;

import coffer.model.KeySpec;
import coffer.testkit.HsmContract;
import coffer.testkit.TestToken;
import java.util.Set;

/// The PKCS #11 driver on NSS softokn keeps the contract of all drivers.
class NssContractTest extends HsmContract {
  private final NssTokens tokens = new NssTokens(TOKENS_MAX);

  @Override
  public Set<KeySpec> lacks() {
    return Set.of(KeySpec.EC_P256K);
  }

  @Override
  public boolean trustsOfficer() {
    return false;
  }

  @Override
  protected TestToken newToken() {
    return tokens.next();
  }
}
