package coffer.clusters;

import coffer.model.KmsException;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/// Whether what an owner uploads is what their cluster needs: their own CA certificate, and the
/// master's, issued by that CA for the key of the cluster's CSR, as a CA itself.
final class OwnerCertificates {
  private static final String ISSUER = "IssuerCertificate";
  private static final String CLUSTER = "ClusterCertificate";
  private static final int KEY_CERT_SIGN = 5;

  private OwnerCertificates() {}

  static void require(String csr, String clusterPem, String issuerPem, Instant now) {
    X509Certificate issuer = Pem.parseCertificate(issuerPem, ISSUER);
    X509Certificate cluster = Pem.parseCertificate(clusterPem, CLUSTER);
    require(issuer.getBasicConstraints() >= 0 && maySign(issuer), ISSUER, "it is not a CA's");
    require(isSignedBy(issuer, issuer), ISSUER, "it is not self-signed");
    require(isValid(issuer, now), ISSUER, "it is not valid now");
    require(
        MessageDigest.isEqual(cluster.getPublicKey().getEncoded(), requestedKey(csr)),
        CLUSTER,
        "its key is not that of the cluster's CSR");
    require(isSignedBy(cluster, issuer), CLUSTER, "IssuerCertificate did not issue it");
    require(
        cluster.getBasicConstraints() >= 0 && maySign(cluster),
        CLUSTER,
        "the owner must sign the CSR as a CA: basicConstraints=CA:TRUE,pathlen:0 and"
            + " keyUsage=digitalSignature,keyCertSign");
    require(isValid(cluster, now), CLUSTER, "it is not valid now");
  }

  private static void require(boolean holds, String parameter, String otherwise) {
    if (!holds) {
      throw KmsException.invalid(parameter, otherwise);
    }
  }

  /// A certificate without the extension may sign whatever it is asked to.
  private static boolean maySign(X509Certificate certificate) {
    boolean[] usage = certificate.getKeyUsage();
    return usage == null || usage[KEY_CERT_SIGN];
  }

  private static boolean isValid(X509Certificate certificate, Instant now) {
    try {
      certificate.checkValidity(Date.from(now));
      return true;
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      return false;
    }
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static byte[] requestedKey(String csr) {
    try (PEMParser parser = new PEMParser(new StringReader(csr))) {
      if (parser.readObject() instanceof PKCS10CertificationRequest request) {
        return request.getSubjectPublicKeyInfo().getEncoded();
      }
    } catch (IOException e) {
      throw new IllegalStateException("the CSR in the store does not parse", e);
    }
    throw new IllegalStateException("the store holds no CSR");
  }
}
