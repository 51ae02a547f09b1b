package coffer.hsm.software;

/// Bytes that are no token. Knows no file: who read it says which one.
final class TokenFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  TokenFormatException(String message) {
    super(message);
  }
}
