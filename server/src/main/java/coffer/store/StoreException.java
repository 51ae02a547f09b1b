package coffer.store;

/// The store cannot do what was asked; nothing of the transaction happened.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What a caller can tell apart.
  public enum Reason {
    /// A row with this id, or a unique value of it, exists already.
    DUPLICATE,
    /// The row to update or delete does not exist.
    MISSING,
    /// The disk is full, the database cannot be reached, or too many are waiting: try again later.
    /// Only when the database stops answering in the middle of a commit is it not known whether the
    /// transaction happened; the message says so.
    UNAVAILABLE
  }

  private final Reason reason;

  public StoreException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public StoreException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
