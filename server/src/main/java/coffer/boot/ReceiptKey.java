package coffer.boot;

import coffer.audit.AuditLog;
import coffer.audit.AuditMark;
import coffer.operations.Notary;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// The key that receipts are signed with: made at the first one, certified by the service CA for
/// document signing, in memory only, and made anew before its certificate ends. A receipt brings
/// its certificate along, so that keys of the past need not be kept.
final class ReceiptKey implements Notary {
  private static final Duration RENEWED_BEFORE = Duration.ofDays(10);

  private final ServiceCa ca;
  private final AuditLog audit;
  private final Clock clock;
  private Optional<CertificateAuthority.Signer> signer = Optional.empty();

  ReceiptKey(ServiceCa ca, AuditLog audit, Clock clock) {
    this.ca = ca;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public Signed sign(byte[] statement) {
    CertificateAuthority.Signer current = current();
    try {
      Signature signing = Signature.getInstance("SHA256withECDSA");
      signing.initSign(current.key());
      signing.update(statement);
      return new Signed(signing.sign(), current.certificatePem() + ca.pem());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("P-256 signing is missing from this JDK", e);
    }
  }

  @Override
  public AuditMark auditMark() {
    return audit.mark();
  }

  private synchronized CertificateAuthority.Signer current() {
    CertificateAuthority.Signer usable =
        signer
            .filter(s -> clock.instant().isBefore(s.notAfter().minus(RENEWED_BEFORE)))
            .orElseGet(ca::documentSigner);
    signer = Optional.of(usable);
    return usable;
  }
}
