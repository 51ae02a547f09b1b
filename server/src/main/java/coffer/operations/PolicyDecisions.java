package coffer.operations;

import coffer.access.Principal;
import coffer.model.Key;
import coffer.policy.Decision;
import coffer.policy.Evaluation;
import coffer.policy.PolicyContext;
import coffer.policy.PolicyRequest;
import coffer.policy.PolicySet;
import coffer.policy.Subject;
import coffer.ram.Ram;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/// Asks the policies that apply to a principal and a key. The same for calls and for questions
/// about calls.
public final class PolicyDecisions {
  /// Anybody who is known may ask who and where they are.
  private static final Set<String> OPEN =
      Set.of("kms:DescribeRegions", "hsm:DescribeRegions", "sts:GetCallerIdentity");

  private final Account account;
  private final Ram ram;
  private final Clock clock;

  public PolicyDecisions(Account account, Ram ram, Clock clock) {
    this.account = account;
    this.ram = ram;
    this.clock = clock;
  }

  static boolean isOpen(String action) {
    return OPEN.contains(action);
  }

  Clock clock() {
    return clock;
  }

  String arn(Api api, String resource) {
    return account.policyArn(api, resource);
  }

  /// @param resource its ARN, or `*`
  /// @param key whose own policy counts
  public Explanation decide(
      Principal principal,
      String action,
      String resource,
      Optional<Key> key,
      PolicyContext context) {
    return new Explanation(
        principal, action, resource, decision(principal, action, resource, key, context));
  }

  private Decision decision(
      Principal principal,
      String action,
      String resource,
      Optional<Key> key,
      PolicyContext context) {
    PolicySet ofKey = key.map(its -> ram.keyPolicies().of(its.id())).orElse(PolicySet.NONE);
    return switch (principal) {
      case Principal.User user ->
          Evaluation.decide(
              ram.grantsOf(user.id()),
              Optional.empty(),
              ofKey,
              new PolicyRequest(
                  Subject.user(account.id(), user.user().value()), action, resource, context));
      case Principal.RoleSession session ->
          Evaluation.decide(
              ram.grantsOf(session.id()),
              session.policy(),
              ofKey,
              new PolicyRequest(
                  Subject.role(account.id(), session.role().value()), action, resource, context));
      case Principal.Root _, Principal.Application _, Principal.Unauthenticated _ ->
          throw new IllegalStateException("no policy is asked about " + principal.name());
    };
  }
}
