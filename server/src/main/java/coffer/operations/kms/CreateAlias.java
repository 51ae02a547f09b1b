package coffer.operations.kms;

import coffer.model.AliasName;
import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.Set;

/// Gives a key a name that is still free.
public final class CreateAlias {
  private CreateAlias() {}

  /// What is asked.
  public record Request(
      @Doc("Id or ARN of the key; no alias.") String keyId,
      @Doc("The name: alias/ and letters, digits, _, - or /, at most 255 characters in all.")
          AliasName aliasName) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "CreateAlias",
          "Gives a key a name that is still free.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(
              ErrorCode.KEY_NOT_FOUND,
              ErrorCode.UNSUPPORTED_ALIAS,
              ErrorCode.STATE_MODIFIED_FAILED,
              ErrorCode.ALIAS_ALREADY_EXISTS),
          (services, caller, request) ->
              new Target.Binding(
                  request.aliasName(), KeyRefs.resolveId(services, caller, request.keyId()).key()),
          (services, call) -> {
            services.keys().aliases().create(call.request().aliasName(), call.key().id());
            return new Nothing();
          });
}
