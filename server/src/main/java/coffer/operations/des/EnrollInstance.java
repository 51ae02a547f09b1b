package coffer.operations.des;

import coffer.model.ErrorCode;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Optional;
import java.util.Set;

/// Gives a registered HSM its identity key.
public final class EnrollInstance {
  private EnrollInstance() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the HSM.") String instanceId,
      @Doc("Its security officer's password; remembered in memory for an hour.")
          SecretBytes securityOfficerPassword,
      @Doc("Its crypto user's password, needed when it has a crypto user already.")
          Optional<SecretBytes> cryptoUserPassword) {}

  /// What is answered.
  public record Answer(
      @Doc("Label of its token.") String tokenLabel,
      @Doc("Serial number of its token.") String tokenSerial) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "EnrollInstance",
          "Gives an HSM its identity key, and a crypto user where it has none. May be repeated.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.RESOURCE_EXIST),
          (_, _, request) -> new Target.Named("hsm", request.instanceId()),
          EnrollInstance::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    var registry = services.administration().registry();
    var hsm =
        registry.enroll(
            registry.require(request.instanceId()).id(),
            request.securityOfficerPassword(),
            request.cryptoUserPassword());
    return new Answer(hsm.label(), hsm.serial());
  }
}
