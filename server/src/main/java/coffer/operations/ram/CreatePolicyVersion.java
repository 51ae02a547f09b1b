package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.PolicyName;
import coffer.model.PolicyVersion;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Optional;
import java.util.Set;

/// Adds a version to a policy; it counts when it is made the default.
public final class CreatePolicyVersion {
  private CreatePolicyVersion() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the policy: 1 to 128 letters, digits and -.") String policyName,
      @Doc("What it says, at most 6144 characters.") String policyDocument,
      @Doc("Whether it counts from now on; not by default.") Optional<Boolean> setAsDefault,
      @Doc("What to do when there are five versions; None, which refuses, by default.")
          Optional<RotateStrategy> rotateStrategy) {}

  /// What is answered.
  public record Answer(@Doc("The new version.") VersionDescription policyVersion) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "CreatePolicyVersion",
          "Adds a version to a policy; it counts when it is made the default.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          RamErrors.of(
              RamErrors.POLICY,
              Set.of(ErrorCode.MALFORMED_POLICY_DOCUMENT, ErrorCode.LIMIT_EXCEEDED_POLICY_VERSION)),
          (_, _, request) ->
              new Target.Named("policy", new PolicyName(request.policyName()).value()),
          CreatePolicyVersion::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    boolean asDefault = request.setAsDefault().orElse(false);
    PolicyVersion made =
        services
            .ram()
            .policies()
            .createVersion(
                new PolicyName(request.policyName()),
                request.policyDocument(),
                asDefault,
                request
                    .rotateStrategy()
                    .filter(s -> s == RotateStrategy.DELETE_OLDEST)
                    .isPresent());
    return new Answer(
        new VersionDescription(made.versionId(), asDefault, made.document(), made.created()));
  }
}
