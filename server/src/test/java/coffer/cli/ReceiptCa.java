package coffer.cli;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import tools.jackson.databind.node.ObjectNode;

/// A service CA, and the receipts under it.
final class ReceiptCa {
  private static final String DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36";

  private final KeyPair root = pair();
  private final KeyPair signer = pair();

  String pem() {
    return pem(certificate("CN=service CA", root, root.getPrivate(), true));
  }

  FakeServer.Reply answer(Map<String, String> request) {
    ObjectNode said = Json.object();
    said.put("KeyId", request.getOrDefault("KeyId", ""));
    said.put("MaterialFingerprint", "FP-1");
    said.put("IssuedAt", Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString());
    said.put("CustodianStatementSha256", request.getOrDefault("CustodianStatementSha256", "none"));
    String statement = Json.text(said);
    ObjectNode answer = Json.object();
    answer.put("Statement", statement);
    answer.put("Signature", sign(statement));
    answer.put(
        "CertificateChain",
        pem(certificate("CN=receipts", signer, root.getPrivate(), false)) + pem());
    return new FakeServer.Reply(200, Json.text(answer));
  }

  private String sign(String statement) {
    try {
      Signature signing = Signature.getInstance("SHA256withECDSA");
      signing.initSign(signer.getPrivate());
      signing.update(statement.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signing.sign());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate certificate(
      String subject, KeyPair of, PrivateKey issuer, boolean isCa) {
    Instant now = Clock.systemUTC().instant();
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Principal("CN=service CA"),
              BigInteger.TEN,
              Date.from(now.minusSeconds(60)),
              Date.from(now.plusSeconds(3600)),
              new X500Principal(subject),
              of.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isCa));
      if (!isCa) {
        builder.addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(
                KeyPurposeId.getInstance(new ASN1ObjectIdentifier(DOCUMENT_SIGNING))));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer)));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
