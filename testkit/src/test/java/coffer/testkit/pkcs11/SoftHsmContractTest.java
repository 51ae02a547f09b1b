package coffer.testkit.pkcs11;

import coffer.testkit.HsmContract;
import coffer.testkit.TestToken;

/// The PKCS #11 driver on SoftHSM keeps the contract of all drivers.
class SoftHsmContractTest extends HsmContract {
  private final SoftHsmTokens tokens = new SoftHsmTokens(TOKENS_MAX);

  @Override
  protected TestToken newToken() {
    return tokens.next();
  }
}
