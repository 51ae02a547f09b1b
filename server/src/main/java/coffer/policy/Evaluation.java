package coffer.policy;

import java.util.Optional;
import java.util.function.Predicate;

/// Decides. A matching Deny anywhere is the end; then something must allow; and a session policy
/// must allow besides.
///
/// A key's policy grants to those it names one by one. Where it allows everybody of the account, as
/// the default policy does, it leaves the matter to the policies of users, groups and roles:
/// otherwise every user could use every key. A Deny for everybody is for everybody.
public final class Evaluation {
  private Evaluation() {}

  /// @param identity the policies of the user and its groups, or of the role
  /// @param session of the session that a role was taken on for
  /// @param key of the key that the request is about
  public static Decision decide(
      PolicySet identity, Optional<PolicySet> session, PolicySet key, PolicyRequest request) {
    Subject subject = request.subject();
    Optional<Decision> denied =
        identity
            .find(Effect.DENY, request, Evaluation::bearer)
            .or(() ->
                session.flatMap(policy -> policy.find(Effect.DENY, request, Evaluation::bearer)))
            .or(() ->
                key.find(Effect.DENY, request, who -> who.names(subject) || who.namesAll(subject)));
    if (denied.isPresent()) {
      return denied.get();
    }
    Optional<Decision> allowed =
        identity
            .find(Effect.ALLOW, request, Evaluation::bearer)
            .or(() -> key.find(Effect.ALLOW, request, who -> who.names(subject)));
    if (allowed.isEmpty()) {
      return Decision.silence(PolicySource.IDENTITY);
    }
    boolean narrowed =
        session.isPresent()
            && session.get().find(Effect.ALLOW, request, Evaluation::bearer).isEmpty();
    return narrowed ? Decision.silence(PolicySource.SESSION) : allowed.get();
  }

  /// Policies that name nobody are about whoever has them.
  private static boolean bearer(Principals who) {
    return who.named().isEmpty();
  }

  /// Whether a role's policy lets somebody take it on. That alone does not suffice: the asking
  /// one's own policies must allow it as well.
  public static Decision trusts(PolicySet trust, PolicyRequest request) {
    Subject subject = request.subject();
    Predicate<Principals> named =
        who -> who.names(subject) || who.namesAll(subject) || who.namesAccount(subject);
    return trust
        .find(Effect.DENY, request, named)
        .or(() -> trust.find(Effect.ALLOW, request, named))
        .orElseGet(() -> Decision.silence(PolicySource.TRUST));
  }
}
