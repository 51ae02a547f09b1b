package coffer.model;

import java.time.Instant;
import java.util.Optional;

/// A dedicated KMS instance of the Standard edition: one tenant, bound to at most one HSM cluster.
///
/// @param cluster the bound cluster; a binding outlives a disconnect
/// @param reason why the status is Error or Disconnected; empty otherwise
/// @param sealedPassword kmsuser's password, sealed under the server's passphrase; empty if not
///   kept
/// @param securityDomainCertificate PEM of the CA that must have issued the cluster's certificate
public record KmsInstance(
    KmsInstanceId id,
    String name,
    InstanceStatus status,
    Optional<String> reason,
    Optional<ClusterId> cluster,
    Optional<byte[]> sealedPassword,
    Optional<String> securityDomainCertificate,
    boolean isDefault,
    Instant created) {

  public KmsInstance withStatus(InstanceStatus next, Optional<String> why) {
    return new KmsInstance(
        id,
        name,
        next,
        why,
        cluster,
        sealedPassword,
        securityDomainCertificate,
        isDefault,
        created);
  }

  public KmsInstance bound(
      Optional<ClusterId> to, Optional<byte[]> sealed, Optional<String> domainCertificate) {
    return new KmsInstance(
        id, name, status, reason, to, sealed, domainCertificate, isDefault, created);
  }

  public KmsInstance asDefault() {
    return new KmsInstance(
        id,
        name,
        status,
        reason,
        cluster,
        sealedPassword,
        securityDomainCertificate,
        true,
        created);
  }
}
