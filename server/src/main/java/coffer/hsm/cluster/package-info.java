/// Many HSMs as one. `HsmCluster` runs each operation on one member and goes on to the next when
/// that one does not answer; `Seat` brings a lost member back in the background; `MemberKeys`
/// remembers which keys a member holds already; `Domain` lets nobody serve who holds other domain
/// keys.
///
/// Two rules keep a slow member from slowing the others: no lock is held across a member's call,
/// and whatever waits for one member (reconnecting, closing) does so on a thread of that member's
/// seat.
package coffer.hsm.cluster;
