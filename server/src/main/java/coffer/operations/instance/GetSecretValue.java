package coffer.operations.instance;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Answers a secret. There are none yet, so whoever may ask hears that it does not exist.
public final class GetSecretValue {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_/+=.@-]{1,192}");

  private GetSecretValue() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the secret.") String secretName,
      @Doc("Stage of the version; ACSCurrent by default.") Optional<String> versionStage,
      @Doc("Id of the version; together with a stage both must fit.") Optional<String> versionId,
      @Doc("Whether to answer ExtendedConfig too.") boolean fetchExtendedConfig) {}

  /// What is answered.
  public record Answer(
      @Doc("Name of the secret.") String secretName,
      @Doc("Type of the secret.") String secretType,
      @Doc("The value.") SecretBytes secretData,
      @Doc("Whether the value is text or binary, in Base64.") String secretDataType,
      @Doc("Stages of the version.") List<String> versionStages,
      @Doc("Id of the version.") String versionId,
      @Doc("When the version was made.") String createTime,
      @Doc("When the secret was last rotated.") Optional<String> lastRotationDate,
      @Doc("When the secret is rotated next.") Optional<String> nextRotationDate,
      @Doc("How a managed secret is configured.") Optional<String> extendedConfig,
      @Doc("Whether the secret rotates by itself.") Optional<String> automaticRotation,
      @Doc("How often it rotates.") Optional<String> rotationInterval) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.INSTANCE,
          "GetSecretValue",
          "Answers the value of a secret; there are no secrets yet.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("secret", name(request)),
          (_, _) -> {
            throw new KmsException(ErrorCode.RESOURCE_NOT_FOUND);
          });

  /// Checked here already, because it stands in the audit record.
  private static String name(Request request) {
    if (!NAME.matcher(request.secretName()).matches()) {
      throw KmsException.invalid("SecretName");
    }
    return request.secretName();
  }
}
