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
        outcome(),
        decision.source().wireName());
  }

  /// ExplicitDeny, ImplicitDeny, or Allow.
  public String outcome() {
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

  /// The same for people.
  public String sentence() {
    String what = action + " on " + resource;
    return switch (decision.outcome()) {
      case ALLOWED -> what + " is allowed by " + decider() + ".";
      case EXPLICIT_DENY -> what + " is denied by " + decider() + ".";
      case IMPLICIT_DENY ->
          what
              + switch (decision.source()) {
                case IDENTITY, KEY -> " is allowed by no policy of the caller or of the key.";
                case SESSION -> " is not allowed by the policy of the session.";
                case TRUST -> " is not allowed by the policy that says who may take the role on.";
              };
    };
  }

  private String decider() {
    return decision
        .decider()
        .map(its -> "statement " + its.statement() + " of " + its.policy())
        .orElse("no statement");
  }
}
