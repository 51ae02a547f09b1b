package coffer.operations.des;

import coffer.model.ErrorCode;
import coffer.model.RegisteredHsm;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Optional;
import java.util.Set;

/// Makes an HSM known to the service.
public final class RegisterInstance {
  private RegisterInstance() {}

  /// What is asked.
  public record Request(
      @Doc(
              "pkcs11:token=LABEL?module-name=NAME with a module of the configuration, or"
                  + " software:hsm/NAME.token.")
          String uri,
      @Doc("Zone the HSM stands in.") String zoneId,
      @Doc("Free text.") Optional<String> remark) {}

  /// What is answered.
  public record Answer(@Doc("Id of the HSM.") String instanceId) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "RegisterInstance",
          "Makes an HSM known to the service; nobody logs in to it yet.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_EXIST, ErrorCode.LIMIT_EXCEEDED),
          (_, _, _) -> new Target.Named("hsm", "*"),
          RegisterInstance::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    RegisteredHsm hsm =
        services
            .administration()
            .registry()
            .register(request.uri(), request.zoneId(), request.remark());
    return new Answer(hsm.id().value());
  }
}
