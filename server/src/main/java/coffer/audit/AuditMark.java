package coffer.audit;

/// A place in the audit trail.
///
/// @param sequence of a record, from 1; 0 before the first
/// @param hash the chain's value there (SHA-256), which every record up to it went into
public record AuditMark(long sequence, byte[] hash) {}
