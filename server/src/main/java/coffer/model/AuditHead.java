package coffer.model;

import java.time.Instant;

/// The newest audit record at some moment, signed by an HSM.
///
/// @param sequence number of the record, from 1
/// @param hash SHA-256 chain value of that record
/// @param signer serial of the HSM whose IDENT key signed
/// @param signature ECDSA-SHA256 (DER) over the encoding that `audit` documents
public record AuditHead(long sequence, byte[] hash, Instant at, String signer, byte[] signature) {}
