package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KmsException;
import coffer.model.RoleName;
import coffer.model.UserName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Explanation;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.SupposedContext;
import coffer.operations.Target;
import coffer.policy.Decision;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Answers why policies refuse or allow a call: one that was refused lately, or one that is thought
/// up.
public final class ExplainAccess {
  private ExplainAccess() {}

  /// What is asked.
  public record Request(
      @Doc("Id of a request that policies refused; then the rest is not needed.")
          Optional<String> pastRequestId,
      @Doc("The user that would call.") Optional<String> userName,
      @Doc("Or the role that would.") Optional<String> roleName,
      @Doc("What would be called, such as kms:Encrypt.") Optional<String> actionName,
      @Doc("On what: an ARN, or the end of one, such as key/ID.") Optional<String> resource,
      @Doc(
              "Values of condition keys, such as acs:SourceIp; by default now, over TLS, without a"
                  + " second factor.")
          Optional<Map<String, String>> context) {}

  /// What is answered.
  public record Answer(
      @Doc("Whether it is allowed.") boolean allowed,
      @Doc("Allow, ExplicitDeny or ImplicitDeny.") String decision,
      @Doc("The action.") String action,
      @Doc("ARN of the resource.") String resource,
      @Doc("SubUser or AssumedRoleUser.") String principalType,
      @Doc("Who, as audit records name it.") String principal,
      @Doc("Kind of the policy that decided, or that should have allowed.") String policyType,
      @Doc("Name of the policy that decided.") Optional<String> policyName,
      @Doc("Number of its statement, from 1.") Optional<Integer> statement,
      @Doc("Sid of the statement.") Optional<String> sid,
      @Doc("The same as a sentence.") String reason) {}

  private static final Pattern ACTION = Pattern.compile("[A-Za-z]{1,16}:[A-Za-z0-9]{1,64}");
  private static final Pattern RESOURCE = Pattern.compile("[\\x21-\\x7e]{1,512}");

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "ExplainAccess",
          "Answers why policies refuse or allow a call: one that was refused lately, or one that is"
              + " thought up.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(
              ErrorCode.RESOURCE_NOT_FOUND,
              ErrorCode.USER_NAME_LENGTH,
              ErrorCode.USER_NAME_CHARACTERS,
              ErrorCode.USER_NOT_EXIST,
              ErrorCode.ROLE_NAME_LENGTH,
              ErrorCode.ROLE_NAME_CHARACTERS,
              ErrorCode.ROLE_NOT_EXIST),
          (_, _, _) -> new Target.Service(),
          ExplainAccess::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Explanation explanation = explanation(services, call.request());
    Optional<Decision.Decider> decider = explanation.decision().decider();
    return new Answer(
        explanation.decision().isAllowed(),
        explanation.outcome(),
        explanation.action(),
        explanation.resource(),
        explanation.principalType(),
        explanation.principal().name(),
        explanation.decision().source().wireName(),
        decider.map(Decision.Decider::policy),
        decider.map(Decision.Decider::statement),
        decider.flatMap(Decision.Decider::sid),
        explanation.sentence());
  }

  private static Explanation explanation(Services services, Request request) {
    if (request.pastRequestId().isPresent()) {
      return services
          .denials()
          .find(request.pastRequestId().get())
          .orElseThrow(() ->
              new KmsException(
                  ErrorCode.RESOURCE_NOT_FOUND, "Policies refused no request of that id lately."));
    }
    if (request.userName().isPresent() == request.roleName().isPresent()) {
      throw KmsException.missing("UserName");
    }
    Optional<UserName> user = request.userName().map(UserName::new);
    Optional<RoleName> role = request.roleName().map(RoleName::new);
    String action =
        request
            .actionName()
            .filter(text -> ACTION.matcher(text).matches())
            .orElseThrow(() -> KmsException.invalid("ActionName", "such as kms:Encrypt"));
    String resource =
        request
            .resource()
            .filter(text -> RESOURCE.matcher(text).matches())
            .orElseThrow(() -> KmsException.invalid("Resource", "an ARN or the end of one"));
    return services
        .decisions()
        .suppose(
            user.map(services.decisions()::user)
                .orElseGet(() -> services.decisions().role(role.orElseThrow())),
            action,
            resource,
            key(services, resource),
            SupposedContext.of(request.context().orElse(Map.of()), services.clock()));
  }

  /// The key that is meant, where there is one.
  private static Optional<Key> key(Services services, String resource) {
    String id = resource.substring(resource.lastIndexOf('/') + 1);
    return KeyId.isValid(id) ? services.keys().find(new KeyId(id)) : Optional.empty();
  }
}
