package coffer.operations.ram;

import coffer.model.RoleName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;

/// Answers what is known of a role, and who may take it on.
public final class GetRole {
  private GetRole() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the role: 1 to 64 letters, digits, . and -.") String roleName) {}

  /// What is answered.
  public record Answer(@Doc("The role.") RoleDescription role) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "GetRole",
          "Answers what is known of a role, and who may take it on.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(RamErrors.ROLE),
          (_, _, request) -> new Target.Named("role", new RoleName(request.roleName()).value()),
          GetRole::perform);

  private static Answer perform(Services services, Call<Request> call) {
    return new Answer(
        RoleDescription.of(
            services, services.ram().roles().require(new RoleName(call.request().roleName()))));
  }
}
