package coffer.operations.kms;

import coffer.model.AliasName;
import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.Set;

/// Takes a name from a key. The key stays as it is.
public final class DeleteAlias {
  private DeleteAlias() {}

  /// What is asked.
  public record Request(@Doc("The alias.") AliasName aliasName) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "DeleteAlias",
          "Takes a name from a key; the key stays as it is, in whatever state.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.ALIAS_NOT_FOUND),
          (_, _, request) -> new Target.Named("alias", request.aliasName().title()),
          (services, call) -> {
            services.keys().aliases().delete(call.request().aliasName());
            return new Nothing();
          });
}
