package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Answers when an access key was last used, to the minute.
public final class GetAccessKeyLastUsed {
  private GetAccessKeyLastUsed() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the access key.") String userAccessKeyId,
      @Doc("Whose; the calling user's by default.") Optional<String> userName) {}

  /// What is answered.
  public record Answer(@Doc("The last use.") LastUse accessKeyLastUsed) {}

  /// A use.
  public record LastUse(
      @Doc("When; absent if it never was used.") Optional<Instant> lastUsedDate) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "GetAccessKeyLastUsed",
          "Answers when an access key was last used, to the minute.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(RamErrors.USER, Set.of(ErrorCode.USER_ACCESS_KEY_NOT_EXIST)),
          (_, caller, request) ->
              new Target.Named("user", UserRefs.of(caller, request.userName()).value()),
          GetAccessKeyLastUsed::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    return new Answer(
        new LastUse(
            services
                .ram()
                .keys()
                .lastUsed(
                    UserRefs.of(call.caller(), request.userName()), request.userAccessKeyId())));
  }
}
