package coffer.policy;

import java.util.List;
import java.util.Set;

/// Whom a statement of a key's or a role's policy is about.
///
/// @param named ARNs
record Principals(Set<String> named) {
  /// In policies that name nobody: whoever has the policy.
  static final Principals BEARER = new Principals(Set.of());

  Principals {
    named = Set.copyOf(named);
  }

  static Principals of(List<String> arns) {
    return new Principals(Set.copyOf(arns));
  }

  /// Whether it names the very one that asks.
  boolean names(Subject subject) {
    return named.contains(subject.arn());
  }

  /// Whether it names everybody of the asking one's account.
  boolean namesAll(Subject subject) {
    return named.contains(subject.everybody());
  }

  /// Whether it names the account as such.
  boolean namesAccount(Subject subject) {
    return named.contains(subject.account());
  }
}
