package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.RoleName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Set;

/// Deletes a role that has no policies left; its sessions are refused from then on.
public final class DeleteRole {
  private DeleteRole() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the role: 1 to 64 letters, digits, . and -.") String roleName) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.RAM,
          "DeleteRole",
          "Deletes a role that has no policies left; its sessions are refused from then on.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          RamErrors.of(RamErrors.ROLE, Set.of(ErrorCode.DELETE_CONFLICT_ROLE_POLICY)),
          (_, _, request) -> new Target.Named("role", new RoleName(request.roleName()).value()),
          DeleteRole::perform);

  private static Done perform(Services services, Call<Request> call) {
    services.ram().roles().delete(new RoleName(call.request().roleName()));
    return new Done();
  }
}
