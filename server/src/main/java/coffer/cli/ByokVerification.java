package coffer.cli;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Checks a receipt against a CA that the reader trusts, and nothing else: no server, no network.
final class ByokVerification {
  static final int BYTES_MAX = 256 * 1024;

  /// Document signing (RFC 9336).
  private static final String PURPOSE = "1.3.6.1.5.5.7.3.36";

  private static final int CHAIN_MAX = 4;

  private final Set<TrustAnchor> trusted;

  ByokVerification(List<X509Certificate> cas) {
    this.trusted =
        cas.stream().map(ca -> new TrustAnchor(ca, null)).collect(Collectors.toUnmodifiableSet());
  }

  /// @return the receipt
  /// @throws GeneralSecurityException with what is wrong with it
  JsonNode check(byte[] file) throws GeneralSecurityException {
    try {
      JsonNode receipt = Json.parse(file);
      if (!Json.text(receipt, "Format").equals(ByokReceipt.FORMAT)) {
        throw new GeneralSecurityException("this is no receipt of coffer byok");
      }
      byte[] statement =
          Json.text(receipt.path("Service"), "Statement").getBytes(StandardCharsets.UTF_8);
      JsonNode said = Json.parse(statement);
      requireSigned(receipt.path("Service"), statement, Instant.parse(Json.text(said, "IssuedAt")));
      String custodian = Json.text(receipt.path("Custodian"), "Statement");
      byte[] hash = ByokReceipt.hash(custodian).getBytes(StandardCharsets.US_ASCII);
      byte[] signed = Json.text(said, "CustodianStatementSha256").getBytes(StandardCharsets.UTF_8);
      if (!MessageDigest.isEqual(hash, signed)) {
        throw new GeneralSecurityException("the custodian's part was changed after it was signed");
      }
      Json.parse(custodian);
      return receipt;
    } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
      throw new GeneralSecurityException("the receipt is damaged", e);
    }
  }

  private void requireSigned(JsonNode service, byte[] statement, Instant at)
      throws GeneralSecurityException {
    List<X509Certificate> chain = chain(Json.text(service, "CertificateChain"));
    X509Certificate signer = chain.getFirst();
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    PKIXParameters parameters = new PKIXParameters(trusted);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    try {
      CertPathValidator.getInstance("PKIX")
          .validate(factory.generateCertPath(withoutRoots(chain)), parameters);
    } catch (GeneralSecurityException e) {
      throw new GeneralSecurityException(
          "its certificate is not of the CA that is trusted here", e);
    }
    List<String> purposes = signer.getExtendedKeyUsage();
    if (purposes == null || !purposes.contains(PURPOSE)) {
      throw new GeneralSecurityException("its certificate is not for receipts");
    }
    Signature verifying = Signature.getInstance("SHA256withECDSA");
    verifying.initVerify(signer.getPublicKey());
    verifying.update(statement);
    if (!verifying.verify(Base64.getDecoder().decode(Json.text(service, "Signature")))) {
      throw new GeneralSecurityException("the service's part was changed after it was signed");
    }
  }

  private static List<X509Certificate> chain(String pem) throws GeneralSecurityException {
    List<X509Certificate> chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
            .stream()
            .map(X509Certificate.class::cast)
            .toList();
    if (chain.isEmpty() || chain.size() > CHAIN_MAX) {
      throw new GeneralSecurityException("the receipt has no certificate");
    }
    return chain;
  }

  /// Trust comes from the reader's CA, not from one that the receipt brings along.
  private static List<X509Certificate> withoutRoots(List<X509Certificate> chain) {
    return chain.stream()
        .filter(c -> !c.getSubjectX500Principal().equals(c.getIssuerX500Principal()))
        .toList();
  }
}
