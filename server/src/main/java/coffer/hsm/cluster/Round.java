package coffer.hsm.cluster;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.Material;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call's way through the members, from its first failure on.
///
/// BAD_CIPHERTEXT of an operation is an answer. A member that cannot *unwrap* gets a second
/// opinion: wrapping is authenticated, so if another member unwraps the material, the first one
/// lacks the cluster's KEK. It is asked once more and then put out of service, because what it
/// would wrap nobody else could use. If the other agrees, the material is bad.
final class Round {
  private static final Logger LOG = LoggerFactory.getLogger(Round.class);

  private final Set<Seat> asked = new HashSet<>();
  private @Nullable Link refuser;
  private @Nullable NotUnwrapped refusal;
  private @Nullable HsmException unsupported;
  private @Nullable HsmException busy;

  /// Or without the key, which rests inside others.
  private boolean anyLost;

  static HsmException nobody() {
    return FailOver.unavailable("no member of the cluster serves");
  }

  /// Throws when the failure is the answer.
  void failed(Link link, RuntimeException failure) {
    asked.add(link.seat());
    if (failure instanceof NotUnwrapped n) {
      if (refusal != null) {
        throw n.answer();
      }
      refusal = n;
      refuser = link;
      return;
    }
    FailOver.note(link, failure);
    HsmFailure kind = failure instanceof HsmException e ? e.failure() : HsmFailure.UNAVAILABLE;
    switch (kind) {
      case CALLER, BAD_CIPHERTEXT -> {
        answered(link);
        throw failure;
      }
      case UNSUPPORTED -> unsupported = (HsmException) failure;
      case BUSY -> busy = (HsmException) failure;
      case ABSENT, STALE_KEY, UNAVAILABLE, CREDENTIAL -> anyLost = true;
    }
  }

  /// A member that serves and was not asked yet, if there is one.
  @Nullable Link next(Link[] serving) {
    for (Link link : serving) {
      if (!asked.contains(link.seat())) {
        return link;
      }
    }
    return null;
  }

  /// `witness` came as far as to use the material.
  void answered(Link witness) {
    if (refusal == null || refuser == null) {
      return;
    }
    Material material = refusal.material();
    try {
      if (!witness.keys().unwraps(material)) {
        return;
      }
    } catch (HsmException e) {
      FailOver.note(witness, e);
      return;
    }
    try {
      if (refuser.keys().unwraps(material)) {
        LOG.warn("member {} unwrapped only when asked again", refuser.seat().place().id());
      } else {
        refuser.seat().failed(refuser, Seat.FOREIGN);
      }
    } catch (HsmException e) {
      FailOver.note(refuser, e);
    }
  }

  /// What the caller hears when nobody is left to ask.
  HsmException verdict() {
    if (refusal != null) {
      return refusal.answer();
    }
    if (busy != null) {
      // A member that is well is there: later it will answer.
      return busy;
    }
    return unsupported != null && !anyLost ? unsupported : nobody();
  }
}
