package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.ram.UserKeys;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Creates an access key; its secret is shown this once.
public final class CreateAccessKey {
  private CreateAccessKey() {}

  /// What is asked.
  public record Request(@Doc("Whose; the calling user's by default.") Optional<String> userName) {}

  /// What is answered.
  public record Answer(@Doc("The new key.") NewKey accessKey) {}

  /// The key with its secret.
  public record NewKey(
      @Doc("Id of the key.") String accessKeyId,
      @Doc("Its secret, shown this once.") SecretBytes accessKeySecret,
      @Doc("Active.") AccessKeyStatus status,
      @Doc("When it was created.") Instant createDate) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "CreateAccessKey",
          "Creates an access key; its secret is shown this once.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          RamErrors.of(RamErrors.USER, Set.of(ErrorCode.LIMIT_EXCEEDED_USER_ACCESS_KEY)),
          (_, caller, request) ->
              new Target.Named("user", UserRefs.of(caller, request.userName()).value()),
          CreateAccessKey::perform);

  private static Answer perform(Services services, Call<Request> call) {
    UserKeys.Created made =
        services.ram().keys().create(UserRefs.of(call.caller(), call.request().userName()));
    return new Answer(
        new NewKey(
            made.key().id().value(), made.secret(), AccessKeyStatus.ACTIVE, made.key().created()));
  }
}
