package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Caller;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Optional;
import java.util.Set;

/// Protects a key against being scheduled for deletion, or no longer.
public final class SetDeletionProtection {
  private static final String ARN = "acs:";

  private SetDeletionProtection() {}

  /// What is asked.
  public record Request(
      @Doc("Whether the key is to be protected.") boolean enableDeletionProtection,
      @Doc("ARN of the key; this or KeyId.") Optional<String> protectedResourceArn,
      @Doc("Id, alias or ARN of the key; this or ProtectedResourceArn.") Optional<String> keyId,
      @Doc("Not served yet.") Optional<String> kmsInstanceId,
      @Doc("Why it is protected, at most 8192 characters; only when it is.")
          Optional<String> deletionProtectionDescription) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "SetDeletionProtection",
          "Protects a key against being scheduled for deletion, or no longer.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.KEY_NOT_FOUND, ErrorCode.PENDING_DELETION),
          SetDeletionProtection::resolve,
          SetDeletionProtection::perform);

  private static Target resolve(Services services, Caller caller, Request request) {
    if (request.kmsInstanceId().isPresent()) {
      throw KmsException.unsupported("KmsInstanceId");
    }
    if (request.keyId().isPresent()) {
      if (request.protectedResourceArn().isPresent()) {
        throw KmsException.invalid("ProtectedResourceArn", "it does not go with KeyId");
      }
      return KeyRefs.resolve(services, caller, request.keyId().get());
    }
    String arn =
        request
            .protectedResourceArn()
            .orElseThrow(() -> KmsException.missing("ProtectedResourceArn"));
    if (!arn.startsWith(ARN)) {
      throw KmsException.invalid("ProtectedResourceArn", "it is the ARN of a key");
    }
    return KeyRefs.resolve(services, caller, arn);
  }

  private static Nothing perform(Services services, Call<Request> call) {
    Optional<String> reason = call.request().deletionProtectionDescription();
    if (call.request().enableDeletionProtection()) {
      services.keys().life().protect(call.key().id(), reason.orElse(""));
    } else if (reason.isPresent()) {
      throw KmsException.invalid(
          "DeletionProtectionDescription", "it goes with EnableDeletionProtection true");
    } else {
      services.keys().life().unprotect(call.key().id());
    }
    return new Nothing();
  }
}
