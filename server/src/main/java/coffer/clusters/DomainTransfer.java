package coffer.clusters;

import coffer.hsm.HsmMember;
import coffer.hsm.TransportedKeys;
import coffer.model.ClusterMember;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import java.util.Optional;

/// Domain keys on their way from an HSM that holds them to one that does not, under the trust of
/// the former's security officer.
final class DomainTransfer {
  private static final String PASSWORD = "MasterSecurityOfficerPassword";

  private final OfficerPasswords officers;
  private final MemberAccess members;
  private final Quarantine quarantine;

  DomainTransfer(OfficerPasswords officers, MemberAccess members, Quarantine quarantine) {
    this.officers = officers;
    this.members = members;
    this.quarantine = quarantine;
  }

  /// From whichever HSM of the cluster answers, those in quarantine left out.
  void receive(HsmCluster cluster, HsmMember joining, int version, Optional<SecretBytes> officer) {
    byte[] transport = joining.offerTransport();
    KmsException refusal = KmsException.missing(PASSWORD);
    for (ClusterMember source : quarantine.outside(cluster)) {
      if (!source.holdsDomainKeys()) {
        continue;
      }
      try {
        joining.importDomainKeys(export(cluster, source, version, transport, officer));
        return;
      } catch (KmsException e) {
        if (e.code() != ErrorCode.SERVICE_UNAVAILABLE && e.code() != ErrorCode.MISSING_PARAMETER) {
          // A wrong password must not be tried on every HSM.
          throw e;
        }
        refusal = e;
      }
    }
    throw refusal;
  }

  /// From one of them.
  void receiveFrom(
      HsmCluster cluster,
      ClusterMember source,
      HsmMember joining,
      int version,
      Optional<SecretBytes> officer) {
    byte[] transport = joining.offerTransport();
    joining.importDomainKeys(export(cluster, source, version, transport, officer));
  }

  private TransportedKeys export(
      HsmCluster cluster,
      ClusterMember source,
      int version,
      byte[] transport,
      Optional<SecretBytes> officer) {
    try (SecretBytes so = officers.require(source.id(), officer, PASSWORD)) {
      TransportedKeys keys =
          members.with(
              cluster,
              source,
              hsm -> Refusals.during(PASSWORD, () -> hsm.exportDomainKeys(version, transport, so)));
      officers.remember(source.id(), so);
      return keys;
    }
  }
}
