package coffer.operations.instance;

import coffer.access.Principal;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.KmsInstanceId;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Set;

/// Answers random bytes of the instance's HSMs.
public final class GenerateRandom {
  private static final int BYTES_MAX = 64;

  private GenerateRandom() {}

  /// What is asked.
  public record Request(@Doc("How many bytes, 1 to 64.") int length) {}

  /// What is answered.
  public record Answer(@Doc("The random bytes.") SecretBytes random) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.INSTANCE,
          "GenerateRandom",
          "Answers random bytes of the instance's HSMs.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          Set.of(ErrorCode.UNAVAILABLE),
          (_, _, _) -> new Target.Service(),
          GenerateRandom::perform);

  private static Answer perform(Services services, Call<Request> call) {
    int length = call.request().length();
    if (length < 1 || length > BYTES_MAX) {
      throw KmsException.invalid("Length");
    }
    return new Answer(services.crypto().random(instance(call), length));
  }

  private static KmsInstanceId instance(Call<Request> call) {
    return switch (call.caller().principal()) {
      case Principal.Application application -> application.instance();
      case Principal.Root _,
          Principal.User _,
          Principal.RoleSession _,
          Principal.Unauthenticated _ ->
          throw new KmsException(ErrorCode.NO_PERMISSION);
    };
  }
}
