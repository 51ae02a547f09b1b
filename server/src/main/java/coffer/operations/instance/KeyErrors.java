package coffer.operations.instance;

import coffer.model.ErrorCode;
import java.util.Set;

/// Refusals that any use of a key may give.
final class KeyErrors {
  static final Set<ErrorCode> OF_USE =
      Set.of(
          ErrorCode.KEY_NOT_FOUND,
          ErrorCode.KEY_VERSION_NOT_FOUND,
          ErrorCode.DISABLED,
          ErrorCode.PENDING_DELETION,
          ErrorCode.PENDING_IMPORT,
          ErrorCode.UNAVAILABLE);

  private KeyErrors() {}
}
