package coffer.audit;

/// The audit trail cannot do what was asked.
public final class AuditException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What a caller can tell apart.
  public enum Reason {
    /// The disk is full or failing, or the log is closed: it resumes by itself, try again later.
    UNAVAILABLE,
    /// Records that had been on disk are changed or gone: for an operator, not for a retry.
    DAMAGED,
    /// Another process uses the directory.
    IN_USE
  }

  private final Reason reason;

  public AuditException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public AuditException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
