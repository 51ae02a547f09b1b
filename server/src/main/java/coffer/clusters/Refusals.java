package coffer.clusters;

import coffer.hsm.HsmException;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import java.util.function.Supplier;

/// What an HSM's refusal of a step of cluster life is to the operator who asked for the step.
final class Refusals {
  private Refusals() {}

  /// @param credential the parameter that holds the password this step logs in with
  static <R> R during(String credential, Supplier<R> step) {
    try {
      return step.get();
    } catch (HsmException e) {
      throw of(credential, e);
    }
  }

  private static KmsException of(String credential, HsmException e) {
    return switch (e.failure()) {
      case CREDENTIAL ->
          KmsException.invalid(
              credential, "the HSM refused it, it was tried once (" + e.getMessage() + ")");
      case CALLER -> new KmsException(ErrorCode.INVALID_PARAMETER, sentence(e));
      case UNSUPPORTED -> new KmsException(ErrorCode.UNSUPPORTED_OPERATION, sentence(e));
      case BUSY -> new KmsException(ErrorCode.THROTTLING);
      case ABSENT, BAD_CIPHERTEXT, STALE_KEY, UNAVAILABLE ->
          new KmsException(ErrorCode.SERVICE_UNAVAILABLE, sentence(e));
    };
  }

  private static String sentence(HsmException e) {
    return "The HSM refused: " + e.getMessage() + ".";
  }
}
