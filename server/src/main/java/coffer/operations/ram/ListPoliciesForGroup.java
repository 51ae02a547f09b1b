package coffer.operations.ram;

import coffer.model.GroupName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.ram.Attachments;

/// Lists the policies that are attached to a group.
public final class ListPoliciesForGroup {
  private ListPoliciesForGroup() {}

  /// What is asked.
  public record Request(@Doc("Name of the group.") String groupName) {}

  /// What is answered.
  public record Answer(@Doc("The policies.") PolicyDescription.Nested policies) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "ListPoliciesForGroup",
          "Lists the policies that are attached to a group.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(RamErrors.GROUP),
          (_, _, request) -> new Target.Named("group", new GroupName(request.groupName()).value()),
          ListPoliciesForGroup::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Attachments.Holder holder =
        new Attachments.Holder.OfGroup(new GroupName(call.request().groupName()));
    return new Answer(
        PolicyDescription.Nested.attached(services.ram().attachments().policiesOf(holder)));
  }
}
