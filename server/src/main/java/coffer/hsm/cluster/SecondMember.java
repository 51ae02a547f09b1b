package coffer.hsm.cluster;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has a second member prove that it can use a new key, before anybody relies on the key.
///
/// When the two disagree, each is held against the cluster's anchor, and who fails there is put out
/// of service. When both pass, the key is refused: better no key than one that dies with its HSM.
final class SecondMember {
  private static final Logger LOG = LoggerFactory.getLogger(SecondMember.class);

  private final Roster roster;
  private final Domain domain;

  SecondMember(Roster roster, Domain domain) {
    this.roster = roster;
    this.domain = domain;
  }

  /// Returns when a second member has the key, or when there is none that could say.
  void confirm(Link maker, KeyProof proof) {
    for (Link other : roster.serving()) {
      if (other.seat() != maker.seat() && has(other, proof, maker)) {
        return;
      }
    }
  }

  /// False when `other` could not say.
  private boolean has(Link other, KeyProof proof, Link maker) {
    other.enter();
    try {
      if (proof.holdsOn(other.member())) {
        return true;
      }
      if (!domain.holds(other.member())) {
        other.seat().failed(other, Seat.FOREIGN);
        return false;
      }
      // It may have lost its login just when it was asked.
      if (proof.holdsOn(other.member())) {
        return true;
      }
    } catch (RuntimeException e) {
      if (e instanceof HsmException h && h.failure() == HsmFailure.CALLER) {
        LOG.error("member {} refuses a new key", other.seat().place().id(), h);
      }
      FailOver.note(other, e);
      return false;
    } finally {
      other.leave();
    }
    if (!domain.holds(maker.member())) {
      maker.seat().failed(maker, Seat.FOREIGN);
    }
    throw FailOver.unavailable("members disagree about a new key");
  }
}
