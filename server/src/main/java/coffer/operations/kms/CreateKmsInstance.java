package coffer.operations.kms;

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
import java.util.regex.Pattern;

/// Creates a dedicated instance that is bound to no cluster yet.
public final class CreateKmsInstance {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private CreateKmsInstance() {}

  /// What is asked.
  public record Request(
      @Doc("Its name, 1 to 64 letters, digits, _, - and .; its id by default.")
          Optional<String> instanceName) {}

  /// What is answered.
  public record Answer(@Doc("Id of the instance.") String kmsInstanceId) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "CreateKmsInstance",
          "Creates a dedicated instance that is bound to no cluster yet.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.LIMIT_EXCEEDED),
          (_, _, _) -> new Target.Named("keystore", "*"),
          CreateKmsInstance::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Optional<String> name = call.request().instanceName();
    if (name.filter(text -> !SHAPE.matcher(text).matches()).isPresent()) {
      throw KmsException.invalid("InstanceName", "1 to 64 letters, digits, _, - and .");
    }
    return new Answer(services.connections().create(name).id().value());
  }
}
