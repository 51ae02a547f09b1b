package coffer.hsm;

import coffer.model.HsmId;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A member's place in a cluster.
///
/// @param connect opens the HSM and makes sure that it is the right one (identity, domain keys);
///   called again, with back-off, after the member was lost
/// @param failed told, on a thread of its own, why the member must not serve until an operator has
///   seen to it
public record ClusterSeat(
    HsmId id, String zone, Supplier<HsmMember> connect, Consumer<String> failed) {
  public ClusterSeat(HsmId id, String zone, Supplier<HsmMember> connect) {
    this(id, zone, connect, _ -> {});
  }
}
