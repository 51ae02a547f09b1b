package coffer.operations.sts;

import coffer.access.Principal;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Optional;
import java.util.Set;

/// Answers who is calling.
public final class GetCallerIdentity {
  private GetCallerIdentity() {}

  /// What is asked.
  public record Request() {}

  /// What is answered.
  public record Answer(
      @Doc("Account, RAMUser or AssumedRoleUser.") String identityType,
      @Doc("The account.") String accountId,
      @Doc("Id of the account, of the user, or of role and session.") String principalId,
      @Doc("Id of the user.") Optional<String> userId,
      @Doc("Id of the role.") Optional<String> roleId,
      @Doc("ARN of the caller.") String arn) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.STS,
          "GetCallerIdentity",
          "Answers who is calling.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.RAM_NO_PERMISSION),
          (_, _, _) -> new Target.Service(),
          GetCallerIdentity::perform);

  private static Answer perform(Services services, Call<Request> call) {
    String account = services.account().id();
    String arn = "acs:ram::" + account + ":";
    return switch (call.caller().principal()) {
      case Principal.Root _ ->
          new Answer(
              "Account", account, account, Optional.of(account), Optional.empty(), arn + "root");
      case Principal.User user ->
          new Answer(
              "RAMUser",
              account,
              user.id().value(),
              Optional.of(user.id().value()),
              Optional.empty(),
              arn + "user/" + user.user());
      case Principal.RoleSession session ->
          new Answer(
              "AssumedRoleUser",
              account,
              session.id() + ":" + session.session(),
              Optional.empty(),
              Optional.of(session.id().value()),
              arn + "assumed-role/" + session.role() + "/" + session.session());
      case Principal.Application _, Principal.Unauthenticated _ ->
          throw new KmsException(ErrorCode.RAM_NO_PERMISSION);
    };
  }
}
