package coffer.operations;

import coffer.access.AccessDirectory;
import coffer.access.Permission;
import coffer.access.Principal;
import coffer.model.ErrorCode;
import coffer.model.KmsException;

/// Who may do what: applications what their access point's policies grant, over the Instance API
/// alone; the account's root everything but that; users and roles what policies allow.
public final class Authorizer implements Permissions {
  private final AccessDirectory access;
  private final PolicyDecisions policies;
  private final Denials denials;

  public Authorizer(AccessDirectory access, PolicyDecisions policies, Denials denials) {
    this.access = access;
    this.policies = policies;
    this.denials = denials;
  }

  @Override
  public void require(Caller caller, Operation<?, ?> operation, Record request, Target target) {
    switch (caller.principal()) {
      case Principal.Application application -> {
        boolean allowed =
            operation.api() == Api.INSTANCE
                && access.allows(
                    application, permission(target), target.resource(), caller.source());
        requireAllowed(allowed, target);
      }
      case Principal.Root _ -> requireAllowed(operation.api() != Api.INSTANCE, target);
      case Principal.User _, Principal.RoleSession _ -> {
        requireAllowed(operation.api() != Api.INSTANCE, target);
        requirePolicies(caller, operation, request, target);
      }
      case Principal.Unauthenticated _ -> requireAllowed(false, target);
    }
  }

  private static void requireAllowed(boolean allowed, Target target) {
    if (!allowed) {
      throw new KmsException(ErrorCode.NO_PERMISSION, message(target.resource()));
    }
  }

  private static String message(String resource) {
    return "This operation for \"" + resource + "\" is forbidden by permission system.";
  }

  /// What only tells callers who and where they are needs no more than that they are somebody.
  private void requirePolicies(
      Caller caller, Operation<?, ?> operation, Record request, Target target) {
    if (PolicyDecisions.isOpen(operation.action())) {
      return;
    }
    for (Need need : target.needs(operation)) {
      Explanation explanation =
          policies.decide(
              caller.principal(),
              need.action(),
              policies.arn(operation.api(), need.resource()),
              need.key(),
              new CallContext(caller, policies.clock(), request, need));
      if (!explanation.decision().isAllowed()) {
        denials.remember(caller.requestId(), explanation);
        throw KmsException.denied(
            operation.api() == Api.RAM || operation.api() == Api.STS
                ? ErrorCode.RAM_NO_PERMISSION
                : ErrorCode.NO_PERMISSION,
            message(need.resource()),
            explanation.detail());
      }
    }
  }

  private static Permission permission(Target target) {
    return switch (target) {
      case Target.OfKey _,
          Target.OfKeys _,
          Target.Binding _,
          Target.ReEncryption _,
          Target.Several _,
          Target.Service _ ->
          Permission.CRYPTO_SERVICE_KEY_USER;
      case Target.Named(String kind, String _) ->
          kind.equals("secret")
              ? Permission.CRYPTO_SERVICE_SECRET_USER
              : Permission.CRYPTO_SERVICE_KEY_USER;
    };
  }
}
