package coffer.hsm;

import coffer.model.HsmId;
import coffer.model.KeyVersionId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A cluster as one HSM: calls fail over, members come and go without a restart.
public interface ClusterHsm extends Hsm {
  /// How each member is doing, in the order of its seats.
  List<MemberHealth> health();

  /// The members that serve now, for what only members can do: signing as their identity.
  List<HsmMember> serving();

  /// One of them.
  Optional<HsmMember> serving(HsmId member);

  /// Takes new seats in and lets those go that are not among `seats`; calls go on meanwhile. A seat
  /// that failed and is named again is tried again. Returns once every new seat was tried once.
  void reseat(List<ClusterSeat> seats);

  /// Tries every failed member again, once: an operator has seen to them. Returns once each was.
  void retryFailed();

  /// The warnings of members that are up.
  List<String> warnings(HsmId member);

  /// Brings the keys inside the members into line with the books: gives a member what it lacks and
  /// another has, removes remnants.
  void reconcile();

  /// The keys inside each member that serves, as far as is known.
  Map<HsmId, Inside> internalKeys();

  /// What probing found of a member; nothing while it is not up.
  List<ProbeFact> probes(HsmId member);

  /// What is inside one member.
  ///
  /// @param known how many keys of the books, and remnants
  /// @param unknown what is in no book: of a newer store, if the books are from a backup
  record Inside(int known, List<KeyVersionId> unknown) {}

  /// One member's state of health.
  ///
  /// @param state what the member is doing
  /// @param reason why it is not serving; empty while it serves
  record MemberHealth(HsmId id, String zone, State state, String reason) {}

  /// How a member is doing.
  enum State {
    CONNECTING,
    SERVING,
    /// Lost; being tried again with back-off.
    LOST,
    /// Wrong credential or identity: waits for the operator.
    FAILED
  }

  /// Makes clusters out of seats; implemented by the `hsm.cluster` driver.
  @FunctionalInterface
  interface Factory {
    /// Returns once every seat was tried once, whatever came of it.
    ///
    /// @param book of the keys that rest inside its members
    ClusterHsm open(List<ClusterSeat> seats, KeyBook book);
  }
}
