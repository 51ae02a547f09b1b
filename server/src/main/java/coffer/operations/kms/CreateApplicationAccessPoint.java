package coffer.operations.kms;

import coffer.model.AccessPointName;
import coffer.model.AccessPolicyName;
import coffer.model.ApplicationAccessPoint;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Creates an application access point.
public final class CreateApplicationAccessPoint {
  static final String CLIENT_KEY = "ClientKey";

  private CreateApplicationAccessPoint() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the access point.") AccessPointName name,
      @Doc("Names of 1 to 3 policies of one instance.") List<AccessPolicyName> policies,
      @Doc("ClientKey, the only method.") Optional<String> authenticationMethod,
      @Doc("Free text.") Optional<String> description) {}

  /// What is answered.
  public record Answer(
      @Doc("ARN of the access point.") String arn,
      @Doc("Name of the access point.") String name,
      @Doc("ClientKey.") String authenticationMethod,
      @Doc("Policies, as a JSON array.") String policies,
      @Doc("Free text.") String description) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "CreateApplicationAccessPoint",
          "Creates an access point, through which an application reaches an instance.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_EXIST, ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("applicationaccesspoint", request.name().value()),
          CreateApplicationAccessPoint::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    if (request.authenticationMethod().filter(m -> !m.equals(CLIENT_KEY)).isPresent()) {
      throw KmsException.invalid("AuthenticationMethod", "only ClientKey is served");
    }
    ApplicationAccessPoint point =
        services
            .access()
            .createAccessPoint(
                request.name(), request.policies(), request.description().orElse(""));
    return new Answer(
        services.account().arn("applicationaccesspoint/" + point.name()),
        point.name().value(),
        CLIENT_KEY,
        JsonText.array(point.policies().stream().map(AccessPolicyName::value).toList()),
        point.description());
  }
}
