package coffer.operations;

import coffer.audit.AuditMark;

/// Signs what the service states, so that it can be checked offline, and tells where its audit
/// trail stands.
public interface Notary {
  /// A signature with what checks it.
  ///
  /// @param signature ECDSA-SHA256 (DER)
  /// @param chainPem the signer's certificate, for document signing (RFC 9336), then its CA's
  record Signed(byte[] signature, String chainPem) {}

  Signed sign(byte[] statement);

  /// Of the newest audit record.
  AuditMark auditMark();
}
