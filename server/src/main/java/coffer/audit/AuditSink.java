package coffer.audit;

/// Where audit events go. If it throws, the call fails: no unrecorded use of a key.
public interface AuditSink {
  /// Returns once the record survives kill -9; `fdatasync` follows within 50 ms.
  void record(AuditEvent event);

  /// Returns once the record is on disk: for changes.
  void recordDurably(AuditEvent event);

  /// Records a refusal before authentication: anybody can cause one, so that repeated ones of one
  /// address are counted and written together, once a second.
  void recordRefusal(AuditEvent event);
}
