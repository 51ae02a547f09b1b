package coffer.hsm.cluster;

import coffer.hsm.HsmMember;

/// An open member and the keys it holds.
record Connection(HsmMember member, MemberKeys keys) {}
