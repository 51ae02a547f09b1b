package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.PolicyName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Optional;
import java.util.Set;

/// Deletes a policy that is attached to nobody and has one version.
public final class DeletePolicy {
  private DeletePolicy() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the policy: 1 to 128 letters, digits and -.") String policyName,
      @Doc("Whether it is detached from everybody, and all versions deleted, with it.")
          Optional<Boolean> cascadingDelete) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.RAM,
          "DeletePolicy",
          "Deletes a policy that is attached to nobody and has one version.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          RamErrors.of(
              RamErrors.POLICY,
              Set.of(
                  ErrorCode.DELETE_CONFLICT_POLICY_USER,
                  ErrorCode.DELETE_CONFLICT_POLICY_GROUP,
                  ErrorCode.DELETE_CONFLICT_POLICY_ROLE,
                  ErrorCode.DELETE_CONFLICT_POLICY_VERSION)),
          (_, _, request) ->
              new Target.Named("policy", new PolicyName(request.policyName()).value()),
          DeletePolicy::perform);

  private static Done perform(Services services, Call<Request> call) {
    Request request = call.request();
    services
        .ram()
        .policies()
        .delete(new PolicyName(request.policyName()), request.cascadingDelete().orElse(false));
    return new Done();
  }
}
