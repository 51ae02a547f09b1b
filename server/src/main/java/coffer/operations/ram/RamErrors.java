package coffer.operations.ram;

import coffer.model.ErrorCode;
import java.util.HashSet;
import java.util.Set;

/// Refusals that many of these operations share.
final class RamErrors {
  static final Set<ErrorCode> USER =
      Set.of(ErrorCode.USER_NAME_LENGTH, ErrorCode.USER_NAME_CHARACTERS, ErrorCode.USER_NOT_EXIST);
  static final Set<ErrorCode> GROUP =
      Set.of(
          ErrorCode.GROUP_NAME_LENGTH, ErrorCode.GROUP_NAME_CHARACTERS, ErrorCode.GROUP_NOT_EXIST);
  static final Set<ErrorCode> ROLE =
      Set.of(ErrorCode.ROLE_NAME_LENGTH, ErrorCode.ROLE_NAME_CHARACTERS, ErrorCode.ROLE_NOT_EXIST);
  static final Set<ErrorCode> POLICY =
      Set.of(
          ErrorCode.POLICY_NAME_LENGTH,
          ErrorCode.POLICY_NAME_CHARACTERS,
          ErrorCode.POLICY_NOT_EXIST);

  private RamErrors() {}

  /// All of these, and that policies do not allow it.
  @SafeVarargs
  static Set<ErrorCode> of(Set<ErrorCode>... some) {
    Set<ErrorCode> all = new HashSet<>(Set.of(ErrorCode.RAM_NO_PERMISSION));
    for (Set<ErrorCode> each : some) {
      all.addAll(each);
    }
    return all;
  }
}
