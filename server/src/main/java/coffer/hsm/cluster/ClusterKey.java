package coffer.hsm.cluster;

import coffer.hsm.HsmKey;
import coffer.hsm.Material;

/// A key of the cluster: only its wrapped material. Which members hold it unwrapped is theirs to
/// know.
record ClusterKey(Material material) implements HsmKey {
  static ClusterKey of(HsmKey key) {
    if (key instanceof ClusterKey own) {
      return own;
    }
    throw new IllegalArgumentException("key of another HSM");
  }
}
