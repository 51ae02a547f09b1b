package coffer.policy;

import java.util.Optional;

/// What policies say of a request, and which statement says so.
///
/// @param source of the policy that decided; for an implicit deny the one that should have allowed
/// @param decider empty for an implicit deny
public record Decision(Outcome outcome, PolicySource source, Optional<Decider> decider) {
  /// How it ends.
  public enum Outcome {
    ALLOWED,
    EXPLICIT_DENY,
    IMPLICIT_DENY
  }

  /// A statement.
  ///
  /// @param statement its place in the document, from 1
  public record Decider(String policy, int statement, Optional<String> sid) {}

  public boolean isAllowed() {
    return outcome == Outcome.ALLOWED;
  }

  static Decision of(Effect effect, Policy policy, Statement statement) {
    return new Decision(
        effect == Effect.DENY ? Outcome.EXPLICIT_DENY : Outcome.ALLOWED,
        policy.source(),
        Optional.of(new Decider(policy.name(), statement.number(), statement.sid())));
  }

  static Decision silence(PolicySource source) {
    return new Decision(Outcome.IMPLICIT_DENY, source, Optional.empty());
  }
}
