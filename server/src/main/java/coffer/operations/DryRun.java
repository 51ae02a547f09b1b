package coffer.operations;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import java.util.Optional;

/// A request that may ask for a rehearsal. A rehearsal takes the whole road, and what comes of it
/// is never told but by the kind of its refusal: it is always refused.
public interface DryRun {
  /// The `DryRun` parameter.
  Optional<Boolean> dryRun();

  static boolean isAsked(Object request) {
    return request instanceof DryRun rehearsal && rehearsal.dryRun().orElse(false);
  }

  /// What a rehearsal is told instead of a refusal. A service that cannot tell says so.
  static KmsException refusal(KmsException cause) {
    return switch (cause.code()) {
      case NO_PERMISSION -> told(ErrorCode.ACCESS_DENIED_ERROR, cause);
      case THROTTLING, INTERNAL_FAILURE, SERVICE_UNAVAILABLE -> cause;
      default -> told(ErrorCode.VALIDATION_ERROR, cause);
    };
  }

  private static KmsException told(ErrorCode code, KmsException cause) {
    String message = String.valueOf(cause.getMessage());
    return cause
        .detail()
        .map(detail -> KmsException.denied(code, message, detail))
        .orElseGet(() -> new KmsException(code, message));
  }
}
