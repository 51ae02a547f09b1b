package coffer.operations.kms;

import coffer.model.AliasName;
import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.Set;

/// Lets an alias name another key, at once and with no moment at which it names none.
public final class UpdateAlias {
  private UpdateAlias() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key that the alias is to name.") String keyId,
      @Doc("The alias.") AliasName aliasName) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "UpdateAlias",
          "Lets an alias name another key; only the state of that key counts.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.KEY_NOT_FOUND, ErrorCode.ALIAS_NOT_FOUND, ErrorCode.PENDING_DELETION),
          (services, caller, request) ->
              new Target.Binding(
                  request.aliasName(), KeyRefs.resolve(services, caller, request.keyId()).key()),
          (services, call) -> {
            services.keys().aliases().update(call.request().aliasName(), call.key().id());
            return new Nothing();
          });
}
