package coffer.operations.ram;

import coffer.model.ManagedPolicy;
import coffer.model.PolicyName;
import coffer.model.PolicyRef;
import coffer.model.PolicyType;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.List;

/// Lists the versions of a policy, oldest first.
public final class ListPolicyVersions {
  private ListPolicyVersions() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the policy: 1 to 128 letters, digits and -.") String policyName,
      @Doc("System or Custom.") PolicyType policyType) {}

  /// What is answered.
  public record Answer(@Doc("The versions.") Listed policyVersions) {}

  /// A list as clients nest it.
  public record Listed(@Doc("The versions.") List<VersionDescription> policyVersion) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "ListPolicyVersions",
          "Lists the versions of a policy, oldest first.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(RamErrors.POLICY),
          (_, _, request) ->
              new Target.Named("policy", new PolicyName(request.policyName()).value()),
          ListPolicyVersions::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    ManagedPolicy policy =
        services
            .ram()
            .policies()
            .require(new PolicyRef(request.policyType(), new PolicyName(request.policyName())));
    return new Answer(
        new Listed(
            policy.versions().stream()
                .map(version -> VersionDescription.of(policy, version))
                .toList()));
  }
}
