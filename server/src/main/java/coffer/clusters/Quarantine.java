package coffer.clusters;

import coffer.model.ClusterMember;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// HSMs that failed what every member must pass: login, identity, the cluster's keys, a key wrap
/// that is known. They are not used, and nobody logs in to them, until an operator has seen to
/// them. Kept in the store, so that a restart does not try a refused password again.
public final class Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
  private static final int REASON_CHARACTERS_MAX = 500;

  private final Store store;

  public Quarantine(Store store) {
    this.store = store;
  }

  /// Why an HSM is there; empty when it is not.
  public Optional<String> reason(HsmId hsm) {
    return store
        .read(view -> view.settings().find(setting(hsm)))
        .filter(bytes -> bytes.length > 0)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  boolean holds(ClusterMember member) {
    return reason(member.id()).isPresent();
  }

  /// The members that are not in it, in their order.
  List<ClusterMember> outside(HsmCluster cluster) {
    return cluster.members().stream().filter(member -> !holds(member)).toList();
  }

  void put(HsmId hsm, String reason) {
    LOG.error("ALARM: HSM {} is in quarantine and not used: {}", hsm, reason);
    String kept = reason.substring(0, Math.min(reason.length(), REASON_CHARACTERS_MAX));
    write(hsm, (kept.isBlank() ? "it failed" : kept).getBytes(StandardCharsets.UTF_8));
  }

  void release(HsmId hsm) {
    if (reason(hsm).isPresent()) {
      LOG.info("HSM {} leaves quarantine", hsm);
      write(hsm, new byte[0]);
    }
  }

  private void write(HsmId hsm, byte[] value) {
    store.inTransaction(transaction -> {
      transaction.putSetting(setting(hsm), value);
      return true;
    });
  }

  private static String setting(HsmId hsm) {
    return "hsm/" + hsm + "/quarantine";
  }
}
