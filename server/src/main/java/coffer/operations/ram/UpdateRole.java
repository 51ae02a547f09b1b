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

/// Changes a role, at once.
public final class UpdateRole {
  private UpdateRole() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the role: 1 to 64 letters, digits, . and -.") String roleName,
      @Doc("Who may take it on; unchanged by default.")
          Optional<String> newAssumeRolePolicyDocument,
      @Doc("Free text; unchanged by default.") Optional<String> newDescription,
      @Doc("How long a session may last; unchanged by default.")
          Optional<Integer> newMaxSessionDuration) {}

  /// What is answered.
  public record Answer(@Doc("The role as it is now.") RoleDescription role) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "UpdateRole",
          "Changes a role, at once.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          RamErrors.of(RamErrors.ROLE, Set.of(ErrorCode.MALFORMED_POLICY_DOCUMENT)),
          (_, _, request) -> new Target.Named("role", new RoleName(request.roleName()).value()),
          UpdateRole::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Roles.Profile profile =
        new Roles.Profile(
            "New",
            request.newAssumeRolePolicyDocument(),
            request.newDescription(),
            request.newMaxSessionDuration());
    return new Answer(
        RoleDescription.of(
            services, services.ram().roles().update(new RoleName(request.roleName()), profile)));
  }
}
