package coffer.audit;

/// A key that signs heads: the IDENT key of one HSM. Both methods may block within the HSM's
/// deadlines and may throw; another signer, or a later attempt, then signs.
public interface HeadSigner {
  /// The serial of the HSM; `AuditVerifier` finds the public key by it.
  String signer();

  /// ECDSA-SHA256 in DER.
  byte[] sign(byte[] message);
}
