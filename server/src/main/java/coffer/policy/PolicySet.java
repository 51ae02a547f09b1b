package coffer.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Policies that apply together, in the order in which they are named. Which statements speak of an
/// action is worked out at the action's first use.
public final class PolicySet {
  public static final PolicySet NONE = new PolicySet(List.of());

  /// There are fewer actions; whoever makes names up does not fill the memory.
  private static final int ACTIONS_MAX = 1_000;

  private final List<Policy> policies;
  private final Map<String, About> byAction = new ConcurrentHashMap<>();

  /// A statement, and the policy it is of.
  private record Clause(Policy policy, Statement statement) {}

  /// What is said of one action.
  private record About(List<Clause> denying, List<Clause> allowing) {
    List<Clause> that(Effect effect) {
      return effect == Effect.DENY ? denying : allowing;
    }
  }

  public PolicySet(List<Policy> policies) {
    this.policies = List.copyOf(policies);
  }

  public static PolicySet of(Policy policy) {
    return new PolicySet(List.of(policy));
  }

  public List<Policy> policies() {
    return policies;
  }

  /// The first statement of that effect that speaks of the request.
  Optional<Decision> find(Effect effect, PolicyRequest request, Predicate<Principals> who) {
    for (Clause clause : about(request.action()).that(effect)) {
      Statement statement = clause.statement();
      if (who.test(statement.principals()) && statement.covers(request)) {
        return Optional.of(Decision.of(effect, clause.policy(), statement));
      }
    }
    return Optional.empty();
  }

  private About about(String action) {
    About known = byAction.get(action);
    if (known != null) {
      return known;
    }
    About about = new About(clauses(action, Effect.DENY), clauses(action, Effect.ALLOW));
    if (byAction.size() < ACTIONS_MAX) {
      byAction.put(action, about);
    }
    return about;
  }

  private List<Clause> clauses(String action, Effect effect) {
    List<Clause> clauses = new ArrayList<>();
    for (Policy policy : policies) {
      policy.about(action, effect).forEach(statement -> clauses.add(new Clause(policy, statement)));
    }
    return List.copyOf(clauses);
  }
}
