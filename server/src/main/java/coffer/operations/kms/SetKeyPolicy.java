package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.policy.PolicySet;
import coffer.ram.KeyPolicies;
import java.util.Optional;
import java.util.Set;

/// Says who may use a key, at once.
public final class SetKeyPolicy {
  private SetKeyPolicy() {}

  /// What is asked.
  public record Request(
      @Doc("Id or ARN of the key; no alias.") String keyId,
      @Doc("The policy document, at most 32768 characters.") String policy,
      @Doc("default, which is the only one.") Optional<String> policyName,
      @Doc("Whether a policy is taken that its author could not change again; not by default.")
          Optional<Boolean> bypassPolicyLockoutSafetyCheck) {}

  static final String ACTION = "kms:SetKeyPolicy";

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "SetKeyPolicy",
          "Says who may use a key, at once.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(
              ErrorCode.KEY_NOT_FOUND, ErrorCode.UNSUPPORTED_ALIAS, ErrorCode.RESOURCE_NOT_FOUND),
          (services, caller, request) -> KeyRefs.resolveId(services, caller, request.keyId()),
          SetKeyPolicy::perform);

  private static Nothing perform(Services services, Call<Request> call) {
    Request request = call.request();
    GetKeyPolicy.requireDefault(request.policyName());
    PolicySet wanted = KeyPolicies.compile(request.policy());
    if (!request.bypassPolicyLockoutSafetyCheck().orElse(false)) {
      services.decisions().requireNoLockOut(call.caller(), ACTION, call.key(), wanted);
    }
    services.ram().keyPolicies().set(call.key().id(), request.policy());
    return new Nothing();
  }
}
