package coffer.operations.ram;

import coffer.model.UserName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.ram.Attachments;

/// Lists the policies that are attached to a user.
public final class ListPoliciesForUser {
  private ListPoliciesForUser() {}

  /// What is asked.
  public record Request(@Doc("Name of the user.") String userName) {}

  /// What is answered.
  public record Answer(@Doc("The policies.") PolicyDescription.Nested policies) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "ListPoliciesForUser",
          "Lists the policies that are attached to a user.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(RamErrors.USER),
          (_, _, request) -> new Target.Named("user", new UserName(request.userName()).value()),
          ListPoliciesForUser::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Attachments.Holder holder =
        new Attachments.Holder.OfUser(new UserName(call.request().userName()));
    return new Answer(
        PolicyDescription.Nested.attached(services.ram().attachments().policiesOf(holder)));
  }
}
