package coffer.operations.sts;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.Role;
import coffer.model.RoleName;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.ram.SecurityTokens;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Takes a role on for a while: answers temporary credentials.
public final class AssumeRole {
  private AssumeRole() {}

  /// What is asked.
  public record Request(
      @Doc("ARN of the role: acs:ram::ACCOUNT:role/NAME.") String roleArn,
      @Doc("What the session is called in audit records: 2 to 64 letters, digits, ., @, - and _.")
          String roleSessionName,
      @Doc("How long, 900 seconds to what the role allows; 3600 by default.")
          Optional<Integer> durationSeconds,
      @Doc("A policy that narrows what the role may.") Optional<String> policy,
      @Doc("What the role's policy may ask for as sts:ExternalId.") Optional<String> externalId) {}

  /// What is answered.
  public record Answer(
      @Doc("The credentials.") Credentials credentials,
      @Doc("Who the session is.") AssumedRoleUser assumedRoleUser) {}

  private static final int SECONDS_DEFAULT = 3_600;
  private static final int SECONDS_MIN = 900;
  private static final int SECONDS_MAX = 43_200;
  private static final int EXTERNAL_ID_LENGTH_MAX = 1_224;
  private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9.@_-]{2,64}");

  /// What signs calls from now on.
  public record Credentials(
      @Doc("Id of the access key.") String accessKeyId,
      @Doc("Its secret.") SecretBytes accessKeySecret,
      @Doc("To be sent with every call.") String securityToken,
      @Doc("When they end.") Instant expiration) {}

  /// Who the session is.
  public record AssumedRoleUser(
      @Doc("ARN of the session.") String arn,
      @Doc("Id of the role, and the session.") String assumedRoleId) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.STS,
          "AssumeRole",
          "Takes a role on for a while: answers temporary credentials.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(
              ErrorCode.RAM_NO_PERMISSION,
              ErrorCode.ROLE_NAME_LENGTH,
              ErrorCode.ROLE_NAME_CHARACTERS,
              ErrorCode.ROLE_NOT_EXIST,
              ErrorCode.MALFORMED_POLICY_DOCUMENT),
          (services, _, request) -> new Target.Named("role", name(services, request).value()),
          AssumeRole::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Role role = services.ram().roles().require(name(services, request));
    int seconds = request.durationSeconds().orElse(SECONDS_DEFAULT);
    if (seconds > role.sessionSecondsMax()) {
      throw KmsException.invalid("DurationSeconds", "900 seconds to what the role allows");
    }
    services.decisions().requireTrust(call.caller(), role, request.externalId());
    SecurityTokens.Issued issued =
        services
            .ram()
            .tokens()
            .issue(
                role,
                new SecurityTokens.Wanted(
                    request.roleSessionName(),
                    seconds,
                    request.policy(),
                    call.caller().principal().mfaPresent()));
    return new Answer(
        new Credentials(issued.id().value(), issued.secret(), issued.token(), issued.expires()),
        new AssumedRoleUser(
            "acs:ram::"
                + services.account().id()
                + ":role/"
                + role.name()
                + "/"
                + request.roleSessionName(),
            role.id() + ":" + request.roleSessionName()));
  }

  /// The role that is meant, once all else of the request is right.
  private static RoleName name(Services services, Request request) {
    int seconds = request.durationSeconds().orElse(SECONDS_DEFAULT);
    if (seconds < SECONDS_MIN || seconds > SECONDS_MAX) {
      throw KmsException.invalid("DurationSeconds", "900 seconds to what the role allows");
    }
    if (!SESSION.matcher(request.roleSessionName()).matches()) {
      throw KmsException.invalid("RoleSessionName", "2 to 64 letters, digits, ., @, - and _");
    }
    if (request.externalId().filter(id -> id.length() > EXTERNAL_ID_LENGTH_MAX).isPresent()) {
      throw KmsException.invalid("ExternalId", "at most 1224 characters");
    }
    request.policy().ifPresent(SecurityTokens::requireSessionPolicy);
    String arn = request.roleArn();
    String prefix = "acs:ram::" + services.account().id() + ":role/";
    if (!arn.startsWith(prefix)) {
      throw KmsException.invalid("RoleArn", "a role of this account");
    }
    return new RoleName(arn.substring(prefix.length()));
  }
}
