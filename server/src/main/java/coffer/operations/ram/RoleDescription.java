package coffer.operations.ram;

import coffer.model.Role;
import coffer.operations.Doc;
import coffer.operations.Services;
import java.time.Instant;
import java.util.Optional;

/// A role as the API tells it.
public record RoleDescription(
    @Doc("Id of the role, for life.") String roleId,
    @Doc("Name of the role.") String roleName,
    @Doc("ARN of the role.") String arn,
    @Doc("Free text.") Optional<String> description,
    @Doc("Who may take it on; not in lists.") Optional<String> assumeRolePolicyDocument,
    @Doc("How long a session may last, in seconds.") int maxSessionDuration,
    @Doc("When the role was created.") Instant createDate,
    @Doc("When the role was changed.") Instant updateDate) {
  static RoleDescription of(Services services, Role role) {
    return of(services, role, Optional.of(role.trustPolicy()));
  }

  static RoleDescription listed(Services services, Role role) {
    return of(services, role, Optional.empty());
  }

  private static RoleDescription of(Services services, Role role, Optional<String> trust) {
    return new RoleDescription(
        role.id().value(),
        role.name().value(),
        "acs:ram::" + services.account().id() + ":role/" + role.name(),
        UserDescription.present(role.description()),
        trust,
        role.sessionSecondsMax(),
        role.created(),
        role.updated());
  }
}
