package coffer.clusters;

import coffer.model.ClusterMember;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.KmsException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a cluster's keys out of an HSM that leaves; of one that is dead, says what stays on it.
final class Farewell {
  private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);
  private static final String REMAINS =
      "The HSM did not let its keys be destroyed. On it are still the cluster's KEK and integrity"
          + " key, its identity key, keys of KeyStorageMechanism HsmInternal, and kmsuser with the"
          + " password of this cluster: whoever gets it working and knows that password uses those"
          + " keys, and opens backups of the others. Destroy or initialise it; if it comes back, it"
          + " can join this cluster again as it is.";

  private final MemberAccess members;

  Farewell(MemberAccess members) {
    this.members = members;
  }

  /// @param force whether an HSM may go that does not let its keys be destroyed
  /// @return what remains on it then
  Optional<String> empty(HsmCluster cluster, ClusterMember leaving, boolean force) {
    if (cluster.kekVersion() == 0) {
      return Optional.empty();
    }
    try {
      members.alone(
          cluster,
          leaving,
          member -> {
            member.destroyDomainKeys();
            return true;
          });
      return Optional.empty();
    } catch (KmsException e) {
      if (force) {
        LOG.warn("HSM {} left without giving up its keys: {}", leaving.id(), e.getMessage());
        return Optional.of(REMAINS);
      }
      if (e.code() == ErrorCode.SERVICE_UNAVAILABLE) {
        throw new KmsException(
            ErrorCode.SERVICE_UNAVAILABLE,
            e.getMessage() + " If it is dead for good, say Force=true; its keys stay on it then.");
      }
      throw e;
    }
  }
}
