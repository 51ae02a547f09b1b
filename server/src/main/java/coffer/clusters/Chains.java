package coffer.clusters;

import coffer.model.ClusterMember;
import coffer.model.HsmCluster;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Certificate chains of members: their own, that of the master who issued it, the owner's.
final class Chains {
  private static final String CERTIFICATE = "Certificate";

  private Chains() {}

  /// The member's first, the owner's last.
  static List<X509Certificate> of(HsmCluster cluster, ClusterMember member) {
    List<X509Certificate> chain = new ArrayList<>();
    complete(cluster, member).ifPresent(pem -> chain.addAll(Pem.parseAll(pem, CERTIFICATE)));
    cluster.ownerCertificate().ifPresent(pem -> chain.add(Pem.parseCertificate(pem, CERTIFICATE)));
    return chain;
  }

  /// A member's certificate with its master's behind it, so that it outlives a change of masters.
  static Optional<String> complete(HsmCluster cluster, ClusterMember member) {
    Optional<String> own = member.identCertificate();
    boolean byMaster = own.isPresent() && !cluster.isMaster(member.id());
    if (!byMaster || Pem.parseAll(own.get(), CERTIFICATE).size() > 1) {
      return own;
    }
    boolean byOwner =
        cluster
            .ownerCertificate()
            .map(pem -> Pem.parseCertificate(pem, CERTIFICATE).getSubjectX500Principal())
            .filter(Pem.parseCertificate(own.get(), CERTIFICATE).getIssuerX500Principal()::equals)
            .isPresent();
    return byOwner ? own : own.map(pem -> pem + cluster.clusterCertificate().orElse(""));
  }
}
