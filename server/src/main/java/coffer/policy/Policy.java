package coffer.policy;

import java.util.List;
import java.util.Locale;

/// A compiled document.
///
/// @param name as refusals and explanations name it
public record Policy(PolicySource source, String name, List<Statement> statements) {
  public Policy {
    statements = List.copyOf(statements);
  }

  /// The statements about an action, the denying ones or the allowing ones.
  List<Statement> about(String action, Effect effect) {
    String lower = action.toLowerCase(Locale.ROOT);
    return statements.stream()
        .filter(statement -> statement.effect() == effect && statement.actions().matches(lower))
        .toList();
  }
}
