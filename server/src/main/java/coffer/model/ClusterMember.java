package coffer.model;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/// One HSM of a cluster.
///
/// @param uri where its driver finds it; names a module, never a path, for PKCS #11
/// @param serial the token's serial number, part of its identity
/// @param identCertificate PEM: its IDENT certificate, issued by the owner (master) or the master
/// @param holdsDomainKeys whether the KEK and the integrity key were proven to be on it
/// @param warnings what probing found and the operator should know
public record ClusterMember(
    HsmId id,
    URI uri,
    String zone,
    String label,
    String serial,
    Optional<String> identCertificate,
    boolean holdsDomainKeys,
    String warnings,
    Instant joined) {}
