package coffer.operations.des;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Set;

/// Forgets an HSM.
public final class DeregisterInstance {
  private DeregisterInstance() {}

  /// What is asked.
  public record Request(@Doc("Id of the HSM.") String instanceId) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.DES,
          "DeregisterInstance",
          "Forgets an HSM that is in no cluster; its token stays as it is.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("hsm", request.instanceId()),
          DeregisterInstance::perform);

  private static Done perform(Services services, Call<Request> call) {
    var registry = services.administration().registry();
    registry.deregister(registry.require(call.request().instanceId()).id());
    return new Done();
  }
}
