package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Optional;
import java.util.Set;

/// Deletes an access key; it is refused from then on.
public final class DeleteAccessKey {
  private DeleteAccessKey() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the access key.") String userAccessKeyId,
      @Doc("Whose; the calling user's by default.") Optional<String> userName) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.RAM,
          "DeleteAccessKey",
          "Deletes an access key; it is refused from then on.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          RamErrors.of(RamErrors.USER, Set.of(ErrorCode.USER_ACCESS_KEY_NOT_EXIST)),
          (_, caller, request) ->
              new Target.Named("user", UserRefs.of(caller, request.userName()).value()),
          DeleteAccessKey::perform);

  private static Done perform(Services services, Call<Request> call) {
    Request request = call.request();
    services
        .ram()
        .keys()
        .delete(UserRefs.of(call.caller(), request.userName()), request.userAccessKeyId());
    return new Done();
  }
}
