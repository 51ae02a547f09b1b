package coffer.clusters;

import coffer.model.HsmId;
import coffer.model.SecretBytes;
import coffer.store.Store;
import java.util.Optional;

/// kmsuser's password on each HSM that was enrolled here, sealed. An HSM gets one of the service's
/// own making first, because its identity key cannot be made without a login; the owner's replaces
/// it when they create the crypto user. What is to be set on an HSM is written before it is set, so
/// that a kill between the two locks nobody out.
final class MemberPins {
  private static final byte[] NONE = {};

  private final Store store;
  private final PinVault vault;

  MemberPins(Store store, PinVault vault) {
    this.store = store;
    this.vault = vault;
  }

  Optional<SecretBytes> find(HsmId hsm) {
    return store
        .read(view -> view.settings().find(setting(hsm)))
        .filter(sealed -> sealed.length > 0)
        .flatMap(sealed -> vault.open(setting(hsm), sealed));
  }

  void keep(HsmId hsm, SecretBytes pin) {
    put(hsm, vault.seal(setting(hsm), pin));
  }

  void forget(HsmId hsm) {
    put(hsm, NONE);
  }

  private void put(HsmId hsm, byte[] value) {
    store.inTransaction(transaction -> {
      transaction.putSetting(setting(hsm), value);
      return true;
    });
  }

  private static String setting(HsmId hsm) {
    return "hsm/" + hsm + "/crypto-user";
  }
}
