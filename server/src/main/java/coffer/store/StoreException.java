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
    /// The disk is full or the database cannot be reached: try again later.
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
