package coffer.clusters;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.model.ClusterId;
import coffer.model.ClusterMember;
import coffer.model.HsmId;
import coffer.model.SecretBytes;
import coffer.store.Store;
import coffer.store.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Which password a member has while kmsuser's is being changed. The new one is written down,
/// sealed, before any HSM gets it, and who has it; a member of which that is not known, because a
/// kill came between, is tried with both.
final class MemberLogins {
  private static final byte[] NONE = {};
  private static final byte[] DONE = {1};

  private final Store store;
  private final PinVault vault;

  MemberLogins(Store store, PinVault vault) {
    this.store = store;
    this.vault = vault;
  }

  /// The password that members are to get; the caller owns it.
  Optional<SecretBytes> pending(ClusterId cluster) {
    return find(setting(cluster)).flatMap(sealed -> vault.open(setting(cluster), sealed));
  }

  boolean hasPending(HsmId hsm) {
    return find(setting(hsm)).isPresent();
  }

  void begin(ClusterId cluster, SecretBytes fresh) {
    byte[] sealed = vault.seal(setting(cluster), fresh);
    put(setting(cluster), sealed);
  }

  void done(HsmId hsm) {
    put(setting(hsm), DONE);
  }

  /// Everybody has it.
  void end(Transaction transaction, ClusterId cluster, List<ClusterMember> members) {
    members.forEach(member -> transaction.putSetting(setting(member.id()), NONE));
    transaction.putSetting(setting(cluster), NONE);
  }

  /// Logs in with `pin`, or with the pending password where that is right.
  <R> R with(ClusterId cluster, HsmId hsm, SecretBytes pin, Function<SecretBytes, R> login) {
    Optional<SecretBytes> pending = pending(cluster);
    if (pending.isEmpty()) {
      return login.apply(pin);
    }
    try (SecretBytes fresh = pending.get()) {
      if (hasPending(hsm)) {
        return login.apply(fresh);
      }
      try {
        return login.apply(pin);
      } catch (HsmException e) {
        if (e.failure() != HsmFailure.CREDENTIAL) {
          throw e;
        }
        R opened = login.apply(fresh);
        done(hsm);
        return opened;
      }
    }
  }

  private Optional<byte[]> find(String name) {
    return store.read(view -> view.settings().find(name)).filter(value -> value.length > 0);
  }

  private void put(String name, byte[] value) {
    store.inTransaction(transaction -> {
      transaction.putSetting(name, value);
      return true;
    });
  }

  private static String setting(ClusterId cluster) {
    return "cluster/" + cluster + "/password-change";
  }

  private static String setting(HsmId hsm) {
    return "hsm/" + hsm + "/password-changed";
  }
}
