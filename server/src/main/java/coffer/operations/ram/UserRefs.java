package coffer.operations.ram;

import coffer.access.Principal;
import coffer.model.KmsException;
import coffer.model.UserName;
import coffer.operations.Caller;
import java.util.Optional;

/// Whose access keys a call is about: the named user's, or the caller's own.
final class UserRefs {
  private UserRefs() {}

  static UserName of(Caller caller, Optional<String> named) {
    return named.map(UserName::new).orElseGet(() -> own(caller));
  }

  private static UserName own(Caller caller) {
    return switch (caller.principal()) {
      case Principal.User user -> user.user();
      case Principal.Root _,
          Principal.RoleSession _,
          Principal.Application _,
          Principal.Unauthenticated _ ->
          throw KmsException.missing("UserName");
    };
  }
}
