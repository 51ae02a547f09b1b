package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.util.Optional;
import java.util.Set;

/// Answers who may use a key, besides what users' own policies say.
public final class GetKeyPolicy {
  private GetKeyPolicy() {}

  /// What is asked.
  public record Request(
      @Doc("Id or ARN of the key; no alias.") String keyId,
      @Doc("default, which is the only one.") Optional<String> policyName) {}

  /// What is answered.
  public record Answer(@Doc("The policy document.") String policy) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "GetKeyPolicy",
          "Answers who may use a key, besides what users' own policies say.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(
              ErrorCode.KEY_NOT_FOUND, ErrorCode.UNSUPPORTED_ALIAS, ErrorCode.RESOURCE_NOT_FOUND),
          (services, caller, request) -> KeyRefs.resolveId(services, caller, request.keyId()),
          GetKeyPolicy::perform);

  private static Answer perform(Services services, Call<Request> call) {
    requireDefault(call.request().policyName());
    return new Answer(services.ram().keyPolicies().document(call.key().id()));
  }

  /// A key has one policy.
  static void requireDefault(Optional<String> name) {
    if (name.filter(text -> !text.equals("default")).isPresent()) {
      throw new KmsException(ErrorCode.RESOURCE_NOT_FOUND);
    }
  }
}
