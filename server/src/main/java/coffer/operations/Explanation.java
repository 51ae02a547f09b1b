package coffer.operations;

import coffer.access.Principal;
import coffer.model.AccessDeniedDetail;
import coffer.policy.Decision;

/// A decision, and what it was about.
///
/// @param resource its ARN
public record Explanation(Principal principal, String action, String resource, Decision decision) {
  /// What the caller is told.
  AccessDeniedDetail detail() {
    return new AccessDeniedDetail(
        action,
        resource,
        principalType(),
        account(),
        principalName(),
        denial(),
        decision.source().wireName());
  }

  /// ExplicitDeny, ImplicitDeny, or Allow.
  public String denial() {
    return switch (decision.outcome()) {
      case ALLOWED -> "Allow";
      case EXPLICIT_DENY -> "ExplicitDeny";
      case IMPLICIT_DENY -> "ImplicitDeny";
    };
  }

  public String principalType() {
    return switch (principal) {
      case Principal.User _ -> "SubUser";
      case Principal.RoleSession _ -> "AssumedRoleUser";
      case Principal.Root _ -> "Root";
      case Principal.Application _, Principal.Unauthenticated _ -> "Other";
    };
  }

  private String account() {
    return switch (principal) {
      case Principal.User user -> user.accountId();
      case Principal.RoleSession session -> session.accountId();
      case Principal.Root root -> root.accountId();
      case Principal.Application _, Principal.Unauthenticated _ -> "";
    };
  }

  private String principalName() {
    return switch (principal) {
      case Principal.User user -> user.id().value();
      case Principal.RoleSession session -> session.id() + ":" + session.session();
      case Principal.Root _, Principal.Application _, Principal.Unauthenticated _ ->
          principal.name();
    };
  }
}
