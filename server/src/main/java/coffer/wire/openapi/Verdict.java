package coffer.wire.openapi;

import coffer.access.Principal;
import coffer.model.ErrorCode;

/// What came of checking a signature. A value and not an exception, because the message of a wrong
/// V1 signature repeats the request, and exceptions end in logs.
sealed interface Verdict {
  record Proven(Principal principal, Claim claim) implements Verdict {}

  /// @param message for the caller alone, never for a log
  record Refused(Principal.Unauthenticated claimed, ErrorCode code, String message)
      implements Verdict {
    @Override
    public String toString() {
      return "Refused[" + code + "]";
    }
  }
}
