package coffer.operations;

import coffer.access.AccessDirectory;
import coffer.access.Permission;
import coffer.access.Principal;
import coffer.model.ErrorCode;
import coffer.model.KmsException;

/// Who may do what: applications what their access point's policies grant, over the Instance API
/// alone; the account's root everything but that.
public final class Authorizer implements Permissions {
  private final AccessDirectory access;

  public Authorizer(AccessDirectory access) {
    this.access = access;
  }

  @Override
  public void require(Caller caller, Operation<?, ?> operation, Target target) {
    boolean allowed =
        switch (caller.principal()) {
          case Principal.Application application ->
              operation.api() == Api.INSTANCE
                  && access.allows(
                      application, permission(target), target.resource(), caller.source());
          case Principal.Root _ -> operation.api() != Api.INSTANCE;
          case Principal.Unauthenticated _ -> false;
        };
    if (!allowed) {
      throw new KmsException(
          ErrorCode.NO_PERMISSION,
          "This operation for \"" + target.resource() + "\" is forbidden by permission system.");
    }
  }

  private static Permission permission(Target target) {
    return switch (target) {
      case Target.OfKey _, Target.OfKeys _, Target.Binding _, Target.Service _ ->
          Permission.CRYPTO_SERVICE_KEY_USER;
      case Target.Named(String kind, String _) ->
          kind.equals("secret")
              ? Permission.CRYPTO_SERVICE_SECRET_USER
              : Permission.CRYPTO_SERVICE_KEY_USER;
    };
  }
}
