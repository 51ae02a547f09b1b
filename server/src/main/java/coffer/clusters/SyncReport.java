package coffer.clusters;

import coffer.model.HsmId;

/// How one HSM was found when its cluster was synchronised.
///
/// @param trouble empty when it holds what it should
public record SyncReport(HsmId id, boolean fine, String trouble) {
  @Override
  public String toString() {
    return id + (fine ? ": synchronised" : ": " + trouble);
  }
}
