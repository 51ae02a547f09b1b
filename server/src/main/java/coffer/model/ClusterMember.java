package coffer.model;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/// One HSM of a cluster.
///
/// @param uri where its driver finds it; names a module, never a path, for PKCS #11
/// @param serial the token's serial number, part of its identity
/// @param identCertificate PEM: its IDENT certificate, issued by the owner (master) or by a master,
///   whose own certificate follows then
/// @param holdsDomainKeys whether the KEK and the integrity key were proven to be on it
/// @param warnings what probing found and the operator should know
/// @param remark free text of the operator
public record ClusterMember(
    HsmId id,
    URI uri,
    String zone,
    String label,
    String serial,
    Optional<String> identCertificate,
    boolean holdsDomainKeys,
    String warnings,
    String remark,
    Instant joined) {

  public ClusterMember withRemark(String text) {
    return new ClusterMember(
        id, uri, zone, label, serial, identCertificate, holdsDomainKeys, warnings, text, joined);
  }

  public ClusterMember withCertificate(Optional<String> certificate) {
    return new ClusterMember(
        id, uri, zone, label, serial, certificate, holdsDomainKeys, warnings, remark, joined);
  }

  public ClusterMember withDomainKeys(String found) {
    return new ClusterMember(
        id, uri, zone, label, serial, identCertificate, true, found, remark, joined);
  }

  public ClusterMember withoutDomainKeys() {
    return new ClusterMember(
        id, uri, zone, label, serial, identCertificate, false, warnings, remark, joined);
  }
}
