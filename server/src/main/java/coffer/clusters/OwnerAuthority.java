package coffer.clusters;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The cluster owner's CA, where it is at hand: at first start, for the cluster that the server
/// makes itself. Any other owner signs offline.
///
/// @param certificate self-signed; becomes the ClusterOwnerCertificate
public record OwnerAuthority(X509Certificate certificate, PrivateKey key) {
  X500Name name() {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
  }

  ContentSigner signer() {
    try {
      return new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("the cluster owner's CA key cannot sign", e);
    }
  }
}
