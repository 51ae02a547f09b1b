package coffer.hsm.cluster;

import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;

/// An operation by a key that the member holds.
@FunctionalInterface
interface KeyCall<R> {
  R on(HsmMember member, HsmKey key);
}
