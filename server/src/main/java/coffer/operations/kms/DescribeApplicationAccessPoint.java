package coffer.operations.kms;

import coffer.model.AccessPointName;
import coffer.model.AccessPolicyName;
import coffer.model.ApplicationAccessPoint;
import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Set;

/// Answers what is known of an access point.
public final class DescribeApplicationAccessPoint {
  private DescribeApplicationAccessPoint() {}

  /// What is asked.
  public record Request(@Doc("Name of the access point.") AccessPointName name) {}

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
          "DescribeApplicationAccessPoint",
          "Answers what is known of an access point.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("applicationaccesspoint", request.name().value()),
          DescribeApplicationAccessPoint::perform);

  private static Answer perform(Services services, Call<Request> call) {
    ApplicationAccessPoint point =
        services.access().find(view -> view.accessPoints().find(call.request().name()));
    return new Answer(
        services.account().arn("applicationaccesspoint/" + point.name()),
        point.name().value(),
        CreateApplicationAccessPoint.CLIENT_KEY,
        JsonText.array(point.policies().stream().map(AccessPolicyName::value).toList()),
        point.description());
  }
}
