package coffer.cli;

/// The service said no.
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String requestId;
  private final int status;

  Refused(String code, String message, String requestId, int status) {
    super(message);
    this.code = code;
    this.requestId = requestId;
    this.status = status;
  }

  String code() {
    return code;
  }

  int status() {
    return status;
  }

  /// As the command line shows it: `Code: Message (request id)`.
  String line() {
    return code + ": " + getMessage() + (requestId.isEmpty() ? "" : " (" + requestId + ")");
  }
}
