package coffer.operations.ram;

import coffer.model.RoleName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.ram.Attachments;

/// Lists the policies that are attached to a role.
public final class ListPoliciesForRole {
  private ListPoliciesForRole() {}

  /// What is asked.
  public record Request(@Doc("Name of the role.") String roleName) {}

  /// What is answered.
  public record Answer(@Doc("The policies.") PolicyDescription.Nested policies) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "ListPoliciesForRole",
          "Lists the policies that are attached to a role.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(RamErrors.ROLE),
          (_, _, request) -> new Target.Named("role", new RoleName(request.roleName()).value()),
          ListPoliciesForRole::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Attachments.Holder holder =
        new Attachments.Holder.OfRole(new RoleName(call.request().roleName()));
    return new Answer(
        PolicyDescription.Nested.attached(services.ram().attachments().policiesOf(holder)));
  }
}
