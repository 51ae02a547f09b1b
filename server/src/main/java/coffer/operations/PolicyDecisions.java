package coffer.operations;

import coffer.access.Principal;
import coffer.model.AccessKeyId;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KmsException;
import coffer.model.Role;
import coffer.model.RoleName;
import coffer.model.UserName;
import coffer.policy.ConditionKey;
import coffer.policy.ContextValue;
import coffer.policy.Decision;
import coffer.policy.Evaluation;
import coffer.policy.PolicyContext;
import coffer.policy.PolicyRequest;
import coffer.policy.PolicySet;
import coffer.policy.Subject;
import coffer.ram.Ram;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// Asks the policies that apply to a principal and a key. The same for calls and for questions
/// about calls.
public final class PolicyDecisions {
  /// Anybody who is known may ask who and where they are.
  private static final Set<String> OPEN =
      Set.of("kms:DescribeRegions", "hsm:DescribeRegions", "sts:GetCallerIdentity");

  private static final String ASSUME_ROLE = "sts:AssumeRole";
  private static final String EXTERNAL_ID = "sts:ExternalId";
  private static final AccessKeyId SUPPOSED = new AccessKeyId("LTAI0000000000000000");

  private final Account account;
  private final Ram ram;
  private final Clock clock;
  private final Denials denials;

  public PolicyDecisions(Account account, Ram ram, Clock clock, Denials denials) {
    this.account = account;
    this.ram = ram;
    this.clock = clock;
    this.denials = denials;
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
              new PolicyRequest(subject(user), action, resource, context));
      case Principal.RoleSession session ->
          Evaluation.decide(
              ram.grantsOf(session.id()),
              session.policy(),
              ofKey,
              new PolicyRequest(subject(session), action, resource, context));
      case Principal.Root _, Principal.Application _, Principal.Unauthenticated _ ->
          throw new IllegalStateException("no policy is asked about " + principal.name());
    };
  }

  /// Refuses unless the role's policy lets the caller take it on.
  public void requireTrust(Caller caller, Role role, Optional<String> externalId) {
    String arn = arn(Api.STS, "role/" + role.name());
    CallContext context = new CallContext(caller, clock, role, Need.of(ASSUME_ROLE, arn));
    PolicyContext asked =
        key ->
            key.equals(EXTERNAL_ID) ? externalId.map(ContextValue.Text::new) : context.value(key);
    Decision decision =
        Evaluation.trusts(
            ram.trustOf(role.id()),
            new PolicyRequest(subject(caller.principal()), ASSUME_ROLE, arn, asked));
    if (!decision.isAllowed()) {
      Explanation explanation = new Explanation(caller.principal(), ASSUME_ROLE, arn, decision);
      denials.remember(caller.requestId(), explanation);
      throw KmsException.denied(
          ErrorCode.RAM_NO_PERMISSION,
          "The role cannot be taken on by this caller.",
          explanation.detail());
    }
  }

  /// Refuses a key's policy after which its author could not change it again.
  public void requireNoLockOut(Caller caller, String action, Key key, PolicySet wanted) {
    PolicySet identity;
    Optional<PolicySet> session = Optional.empty();
    switch (caller.principal()) {
      case Principal.User user -> identity = ram.grantsOf(user.id());
      case Principal.RoleSession role -> {
        identity = ram.grantsOf(role.id());
        session = role.policy();
      }
      case Principal.Root _, Principal.Application _, Principal.Unauthenticated _ -> {
        return;
      }
    }
    Need need = Need.of(action, key);
    PolicyRequest again =
        new PolicyRequest(
            subject(caller.principal()),
            action,
            arn(Api.KMS, need.resource()),
            new CallContext(caller, clock, key, need));
    if (!Evaluation.decide(identity, session, wanted, again).isAllowed()) {
      throw KmsException.invalid("Policy", "you could not change it again");
    }
  }

  /// What would be decided.
  ///
  /// @param resource an ARN, or the end of one
  public Explanation suppose(
      Principal principal,
      String action,
      String resource,
      Optional<Key> key,
      PolicyContext context) {
    boolean whole = resource.startsWith("acs:") || resource.equals("*");
    Api api =
        Arrays.stream(Api.values())
            .filter(each -> action.startsWith(each.prefix() + ":"))
            .findFirst()
            .orElse(Api.KMS);
    PolicyContext asked =
        name ->
            name.startsWith(ConditionKey.TAG)
                ? context
                    .value(name)
                    .or(() ->
                        key.flatMap(
                            its -> CallContext.tag(its, name.substring(ConditionKey.TAG.length()))))
                : context.value(name);
    return decide(principal, action, whole ? resource : arn(api, resource), key, asked);
  }

  /// A user as if calling by an access key.
  public Principal user(UserName name) {
    return new Principal.User(account.id(), ram.users().require(name).id(), name, SUPPOSED, false);
  }

  /// A role as if taken on.
  public Principal role(RoleName name) {
    return new Principal.RoleSession(
        account.id(),
        ram.roles().require(name).id(),
        name,
        "supposed",
        SUPPOSED,
        false,
        Optional.empty());
  }

  private Subject subject(Principal principal) {
    return switch (principal) {
      case Principal.User user -> Subject.user(account.id(), user.user().value());
      case Principal.RoleSession session -> Subject.role(account.id(), session.role().value());
      case Principal.Root _ -> Subject.root(account.id());
      case Principal.Application _, Principal.Unauthenticated _ ->
          throw new IllegalStateException("no policy is asked about " + principal.name());
    };
  }
}
