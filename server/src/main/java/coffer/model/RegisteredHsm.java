package coffer.model;

import java.net.URI;
import java.time.Instant;

/// An HSM that the service knows and that is in no cluster.
///
/// @param uri where its driver finds it; names a module, never a path, for PKCS #11
/// @param serial the token's serial number, part of its identity
/// @param remark free text of the operator
/// @param enrolled whether its identity key was made
public record RegisteredHsm(
    HsmId id,
    URI uri,
    String zone,
    String label,
    String serial,
    String remark,
    boolean enrolled,
    Instant registered) {

  /// What a member is when it left its cluster.
  public static RegisteredHsm left(ClusterMember member) {
    return new RegisteredHsm(
        member.id(),
        member.uri(),
        member.zone(),
        member.label(),
        member.serial(),
        member.remark(),
        true,
        member.joined());
  }

  public RegisteredHsm withRemark(String text) {
    return new RegisteredHsm(id, uri, zone, label, serial, text, enrolled, registered);
  }

  public RegisteredHsm asEnrolled() {
    return new RegisteredHsm(id, uri, zone, label, serial, remark, true, registered);
  }
}
