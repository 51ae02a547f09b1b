package coffer.operations.des;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Set;

/// Changes the remark on an HSM.
public final class ConfigInstanceRemark {
  private ConfigInstanceRemark() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the HSM.") String instanceId,
      @Doc("Free text, at most 100 characters.") String remark) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.DES,
          "ConfigInstanceRemark",
          "Changes the remark on an HSM.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("hsm", request.instanceId()),
          ConfigInstanceRemark::perform);

  private static Done perform(Services services, Call<Request> call) {
    services
        .administration()
        .registry()
        .remark(call.request().instanceId(), call.request().remark());
    return new Done();
  }
}
