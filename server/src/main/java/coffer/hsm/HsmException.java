package coffer.hsm;

/// An HSM's refusal. The message names the step and the module's code, never data; it goes to logs
/// and to operators, not to callers of the API, but for that of UNSUPPORTED.
public final class HsmException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final HsmFailure failure;

  public HsmException(HsmFailure failure, String message) {
    super(message);
    this.failure = failure;
  }

  public HsmException(HsmFailure failure, String message, Throwable cause) {
    super(message, cause);
    this.failure = failure;
  }

  public HsmFailure failure() {
    return failure;
  }
}
