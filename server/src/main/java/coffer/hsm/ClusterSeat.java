package coffer.hsm;

import coffer.model.HsmId;
import java.util.function.Supplier;

/// A member's place in a cluster.
///
/// @param connect opens the HSM and makes sure that it is the right one (identity, domain keys);
///   called again, with back-off, after the member was lost
public record ClusterSeat(HsmId id, String zone, Supplier<HsmMember> connect) {}
