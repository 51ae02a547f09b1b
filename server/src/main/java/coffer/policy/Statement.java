package coffer.policy;

import java.util.List;
import java.util.Optional;

/// One sentence of a policy.
///
/// @param number its place in the document, from 1
/// @param actions in lower case
record Statement(
    int number,
    Optional<String> sid,
    Effect effect,
    Patterns actions,
    Patterns resources,
    Principals principals,
    List<Condition> conditions) {
  Statement {
    conditions = List.copyOf(conditions);
  }

  /// Whether it speaks of this resource in these circumstances; its actions and principals aside.
  boolean covers(PolicyRequest request) {
    return resources.matches(request.resource()) && isMet(request.context());
  }

  private boolean isMet(PolicyContext context) {
    for (Condition condition : conditions) {
      if (!condition.holds(context)) {
        return false;
      }
    }
    return true;
  }
}
