package coffer.model;

/// A refused request. The message is shown to callers, so it holds no secrets and no user data but
/// the name of the offending parameter.
public final class KmsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public KmsException(ErrorCode code) {
    this(code, code.message());
  }

  public KmsException(ErrorCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /// A value that is present but wrong.
  public static KmsException invalid(String parameter) {
    return new KmsException(
        ErrorCode.INVALID_PARAMETER, "The specified parameter \"" + parameter + "\" is not valid.");
  }

  /// A value that is present but wrong, and what would be right.
  public static KmsException invalid(String parameter, String expected) {
    return new KmsException(
        ErrorCode.INVALID_PARAMETER,
        "The specified parameter \"" + parameter + "\" is not valid: " + expected + ".");
  }

  public static KmsException missing(String parameter) {
    return new KmsException(
        ErrorCode.MISSING_PARAMETER,
        "The parameter \"" + parameter + "\" is needed but not provided.");
  }

  public static KmsException unsupported(String what) {
    return new KmsException(
        ErrorCode.UNSUPPORTED_OPERATION, "This action is not supported: " + what + ".");
  }

  public ErrorCode code() {
    return code;
  }
}
