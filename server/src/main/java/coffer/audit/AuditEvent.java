package coffer.audit;

import java.time.Instant;

/// One call in the audit trail: names and outcomes, never plaintext, ciphertext or secrets.
///
/// @param at when the call was answered
/// @param principal who, as `Principal.name`
/// @param action `kms:Encrypt`, `instance:Sign`, `des:GetCluster`
/// @param resource `key/key-…`, `policy/…`; empty when the call was refused before it was known
/// @param outcome `OK` or the name of the `ErrorCode`
/// @param source address of the caller
/// @param notes marks such as `RSA_OAEP_DECODED_IN_SOFTWARE`; empty mostly
public record AuditEvent(
    Instant at,
    String principal,
    String action,
    String resource,
    String outcome,
    String requestId,
    String source,
    String notes) {}
