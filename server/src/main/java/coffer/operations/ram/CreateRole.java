package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.RoleName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.ram.Roles;
import java.util.Optional;
import java.util.Set;

/// Creates a role, which others can take on.
public final class CreateRole {
  private CreateRole() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the role: 1 to 64 letters, digits, . and -.") String roleName,
      @Doc("Who may take it on: a policy document with Principal.") String assumeRolePolicyDocument,
      @Doc("Free text, at most 1024 characters.") Optional<String> description,
      @Doc("How long a session may last, 3600 to 43200 seconds; 3600 by default.")
          Optional<Integer> maxSessionDuration) {}

  /// What is answered.
  public record Answer(@Doc("The new role.") RoleDescription role) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "CreateRole",
          "Creates a role, which others can take on.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          RamErrors.of(
              RamErrors.ROLE,
              Set.of(
                  ErrorCode.MALFORMED_POLICY_DOCUMENT,
                  ErrorCode.ROLE_ALREADY_EXISTS,
                  ErrorCode.LIMIT_EXCEEDED_ROLE)),
          (_, _, request) -> new Target.Named("role", new RoleName(request.roleName()).value()),
          CreateRole::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Roles.Profile profile =
        new Roles.Profile(
            "",
            Optional.of(request.assumeRolePolicyDocument()),
            request.description(),
            request.maxSessionDuration());
    return new Answer(
        RoleDescription.of(
            services,
            services
                .ram()
                .roles()
                .create(
                    new RoleName(request.roleName()),
                    request.assumeRolePolicyDocument(),
                    profile)));
  }
}
