package coffer.boot;

import coffer.clusters.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A self-signed root on P-256, and what it issues.
///
/// @param certificate the root itself
record CertificateAuthority(X509Certificate certificate, PrivateKey key) {
  private static final Duration ROOT_LIFE = Duration.ofDays(3652);

  /// RFC 9336 §3.1.
  private static final ASN1ObjectIdentifier DOCUMENT_SIGNING =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.36");

  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  /// A leaf for TLS with its private key, as PEM.
  record Leaf(String certificatePem, String privateKeyPem, Instant notAfter) {}

  /// A key that signs documents, with its certificate.
  record Signer(String certificatePem, PrivateKey key, Instant notAfter) {}

  static CertificateAuthority create(String name, SecureRandom random, Instant now) {
    KeyPair pair = pair(random);
    X500Name subject = new X500Name("CN=" + name);
    X509v3CertificateBuilder builder =
        builder(subject, subject, pair, now, now.plus(ROOT_LIFE), random);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    } catch (CertIOException e) {
      throw new UncheckedIOException(e);
    }
    String pem = sign(builder, pair.getPrivate());
    return new CertificateAuthority(Pem.parseCertificate(pem, "Certificate"), pair.getPrivate());
  }

  /// This CA once more, as the subordinate of a root whose key is thrown away. Whoever trusts it
  /// trusts the same key under the same name, and nothing else.
  String subordinatePem(String root, SecureRandom random, Instant now) {
    KeyPair thrownAway = pair(random);
    X500Name name = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            new X500Name("CN=" + root),
            new BigInteger(120, random),
            Date.from(now.minus(CLOCK_TOLERANCE)),
            certificate.getNotAfter(),
            name,
            SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded()));
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    } catch (CertIOException e) {
      throw new UncheckedIOException(e);
    }
    return sign(builder, thrownAway.getPrivate());
  }

  /// @param hosts DNS names and IP addresses for the subject alternative names
  Leaf issue(List<String> hosts, Duration life, SecureRandom random, Instant now) {
    KeyPair pair = pair(random);
    Instant notAfter = now.plus(life);
    X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    X509v3CertificateBuilder builder =
        builder(issuer, new X500Name("CN=Coffer"), pair, now, notAfter, random);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              hosts.stream().map(CertificateAuthority::name).toArray(GeneralName[]::new)));
    } catch (CertIOException e) {
      throw new UncheckedIOException(e);
    }
    return new Leaf(
        sign(builder, key), Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded()), notAfter);
  }

  Signer documentSigner(Duration life, SecureRandom random, Instant now) {
    KeyPair pair = pair(random);
    Instant notAfter = now.plus(life);
    X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    X509v3CertificateBuilder builder =
        builder(issuer, new X500Name("CN=Coffer receipts"), pair, now, notAfter, random);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage,
          true,
          new ExtendedKeyUsage(KeyPurposeId.getInstance(DOCUMENT_SIGNING)));
    } catch (CertIOException e) {
      throw new UncheckedIOException(e);
    }
    return new Signer(sign(builder, key), pair.getPrivate(), notAfter);
  }

  String pem() {
    try {
      return Pem.write("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate cannot be encoded", e);
    }
  }

  private static GeneralName name(String host) {
    try {
      InetAddress literal = InetAddress.ofLiteral(host);
      return new GeneralName(GeneralName.iPAddress, literal.getHostAddress());
    } catch (IllegalArgumentException e) {
      return new GeneralName(GeneralName.dNSName, host);
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer,
      X500Name subject,
      KeyPair pair,
      Instant now,
      Instant notAfter,
      SecureRandom random) {
    return new X509v3CertificateBuilder(
        issuer,
        new BigInteger(120, random),
        Date.from(now.minus(CLOCK_TOLERANCE)),
        Date.from(notAfter),
        subject,
        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
  }

  private static String sign(X509v3CertificateBuilder builder, PrivateKey key) {
    try {
      return Pem.write(
          "CERTIFICATE",
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)).getEncoded());
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("P-256 signing is missing from this JDK", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KeyPair pair(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("P-256 is missing from this JDK", e);
    }
  }
}
