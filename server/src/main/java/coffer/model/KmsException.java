package coffer.model;

import java.util.Optional;

/// A refused request. The message is shown to callers, so it holds no secrets and no user data but
/// the name of the offending parameter.
public final class KmsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient Optional<AccessDeniedDetail> detail;

  public KmsException(ErrorCode code) {
    this(code, code.message());
  }

  public KmsException(ErrorCode code, String message) {
    this(code, message, Optional.empty());
  }

  private KmsException(ErrorCode code, String message, Optional<AccessDeniedDetail> detail) {
    super(message, null, false, false);
    this.code = code;
    this.detail = detail;
  }

  /// What policies did not allow.
  public static KmsException denied(ErrorCode code, String message, AccessDeniedDetail detail) {
    return new KmsException(code, message, Optional.of(detail));
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

  /// Why a policy refused, where one did.
  public Optional<AccessDeniedDetail> detail() {
    return detail;
  }
}
