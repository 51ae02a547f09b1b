package coffer.wire.instance;

import coffer.model.ErrorCode;
import coffer.model.KmsException;

/// The texts of this protocol. Clients match on some, so they stand here letter by letter.
final class Refusals {
  private static final int ECHO_LENGTH_MAX = 64;

  private Refusals() {}

  static KmsException missing(String parameter) {
    return new KmsException(
        ErrorCode.MISSING_PARAMETER,
        "Parameter " + parameter + " does not exist in http header or body.");
  }

  /// The Java client sends anew when it reads this of Content-SHA256, and transfer clients have
  /// meanings for Date and Authorization.
  static KmsException invalidParam(String parameter) {
    return new KmsException(ErrorCode.INVALID_PARAM, "The Param " + parameter + " is invalid.");
  }

  static KmsException apiVersion(String version) {
    return new KmsException(
        ErrorCode.INVALID_API_VERSION, "The ApiVersion \"" + echo(version) + "\" is invalid.");
  }

  static KmsException apiName(String name) {
    return new KmsException(
        ErrorCode.INVALID_API_NAME, "The ApiName \"" + echo(name) + "\" is invalid.");
  }

  static KmsException contentType(String type) {
    return new KmsException(
        ErrorCode.INVALID_CONTENT_TYPE, "Content-Type \"" + echo(type) + "\" is unsupported.");
  }

  static KmsException unknownClientKey(String id) {
    return new KmsException(
        ErrorCode.UNAUTHORIZED,
        "The AccessKey ID \"" + echo(id) + "\" does not exist in our records.");
  }

  /// What this protocol says for a code where it differs from the stock message.
  static String text(KmsException refusal) {
    return refusal.code() == ErrorCode.KEY_NOT_FOUND
            && refusal.code().message().equals(refusal.getMessage())
        ? "The specified key does not exist."
        : String.valueOf(refusal.getMessage());
  }

  /// A caller's own word, short and harmless enough to be said back and to stand in audit records.
  static String echo(String word) {
    StringBuilder echo = new StringBuilder();
    for (int i = 0; i < Math.min(word.length(), ECHO_LENGTH_MAX); i++) {
      char c = word.charAt(i);
      boolean harmless = c < 128 && (Character.isLetterOrDigit(c) || "._-/+;= ".indexOf(c) >= 0);
      echo.append(harmless ? c : '?');
    }
    return echo.toString();
  }
}
