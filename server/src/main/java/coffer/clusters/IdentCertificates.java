package coffer.clusters;

import coffer.hsm.HsmIdentity;
import coffer.hsm.HsmMember;
import coffer.model.ClusterId;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.KmsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

/// Identity certificates of cluster members: the owner certifies the master's IDENT key as a CA
/// with path length 0, the master certifies the others inside its HSM.
final class IdentCertificates {
  /// Extended key usage "member of an HSM cluster", under the arc for UUID-named objects (X.667).
  static final ASN1ObjectIdentifier HSM_MEMBER =
      new ASN1ObjectIdentifier("2.25.152979715927184031408953303045438931797");

  private static final Duration LIFE = Duration.ofDays(3652);
  private static final int NONCE_BYTES = 32;
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  private final SecureRandom random;

  IdentCertificates(SecureRandom random) {
    this.random = random;
  }

  /// PKCS #10 (DER), signed inside the HSM.
  static byte[] request(ClusterId cluster, HsmMember member) {
    PKCS10CertificationRequest request =
        new PKCS10CertificationRequestBuilder(
                subject(cluster, member.identity()),
                SubjectPublicKeyInfo.getInstance(member.ensureIdent()))
            .build(new IdentSigner(member));
    try {
      return request.getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A certificate for an IDENT key.
  ///
  /// @param authority whether it may certify other members
  String issue(
      X500Name issuer,
      ContentSigner signer,
      X500Name subject,
      SubjectPublicKeyInfo key,
      boolean authority,
      Instant now) {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            issuer,
            new BigInteger(120, random),
            Date.from(now.minus(CLOCK_TOLERANCE)),
            Date.from(now.plus(LIFE)),
            subject,
            key);
    try {
      builder.addExtension(
          Extension.basicConstraints,
          true,
          authority ? new BasicConstraints(0) : new BasicConstraints(false));
      int usage = KeyUsage.digitalSignature | (authority ? KeyUsage.keyCertSign : 0);
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(KeyPurposeId.getInstance(HSM_MEMBER)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Pem.certificate(builder.build(signer));
  }

  /// The master's name, as its certificate has it: the owner may have changed what the CSR asked.
  static X500Name issuer(HsmCluster cluster) {
    X509Certificate certificate =
        Pem.parseCertificate(cluster.clusterCertificate().orElseThrow(), "ClusterCertificate");
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
  }

  /// `CN=<cluster>/<serial>`
  static X500Name subject(ClusterId cluster, HsmIdentity identity) {
    return new X500NameBuilder().addRDN(BCStyle.CN, cluster + "/" + identity.serial()).build();
  }

  /// Makes sure that a member is the one its certificate names, and that the owner vouches for it.
  ///
  /// @param sign as the member's identity key
  /// @param chain the member's certificate, then its issuers, the owner's CA last
  void prove(
      String serial,
      UnaryOperator<byte[]> sign,
      ClusterId cluster,
      List<X509Certificate> chain,
      Instant now) {
    if (chain.size() < 2) {
      throw refusal("it has no certificate of this cluster");
    }
    requireChain(chain, now);
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] challenge = challenge(cluster, serial, nonce, now);
    try {
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(chain.getFirst().getPublicKey());
      verifier.update(challenge);
      if (!verifier.verify(sign.apply(challenge))) {
        throw refusal("its identity key is not the one that its certificate names");
      }
    } catch (GeneralSecurityException e) {
      throw refusal("its identity key is not the one that its certificate names");
    }
  }

  private static void requireChain(List<X509Certificate> chain, Instant now) {
    for (int i = 0; i < chain.size(); i++) {
      X509Certificate issuer = chain.get(Math.min(i + 1, chain.size() - 1));
      try {
        chain.get(i).verify(issuer.getPublicKey());
      } catch (GeneralSecurityException e) {
        throw refusal("the cluster's owner does not vouch for its certificate");
      }
      try {
        chain.get(i).checkValidity(Date.from(now));
      } catch (CertificateExpiredException e) {
        throw refusal(
            "a certificate of its chain has expired: have the owner sign the cluster's CSR again,"
                + " or let the HSM leave and join");
      } catch (CertificateNotYetValidException e) {
        throw refusal("a certificate of its chain is not valid yet: look at this machine's clock");
      }
    }
  }

  private static byte[] challenge(ClusterId cluster, String serial, byte[] nonce, Instant now) {
    byte[] text =
        ("KMS-HSM-MEMBER/1|" + cluster + "|" + serial + "|" + now.getEpochSecond() + "|")
            .getBytes(StandardCharsets.UTF_8);
    byte[] message = Arrays.copyOf(text, text.length + nonce.length);
    System.arraycopy(nonce, 0, message, text.length, nonce.length);
    return message;
  }

  private static KmsException refusal(String why) {
    return new KmsException(ErrorCode.SERVICE_UNAVAILABLE, why);
  }
}
