package coffer.operations.ram;

import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Lists the access keys of a user, oldest first; secrets are not shown again.
public final class ListAccessKeys {
  private ListAccessKeys() {}

  /// What is asked.
  public record Request(@Doc("Whose; the calling user's by default.") Optional<String> userName) {}

  /// What is answered.
  public record Answer(@Doc("The keys.") Listed accessKeys) {}

  /// A list as clients nest it.
  public record Listed(@Doc("The keys.") List<Entry> accessKey) {}

  /// One key.
  public record Entry(
      @Doc("Id of the key.") String accessKeyId,
      @Doc("Active or Inactive.") AccessKeyStatus status,
      @Doc("When it was created.") Instant createDate) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "ListAccessKeys",
          "Lists the access keys of a user, oldest first; secrets are not shown again.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(RamErrors.USER),
          (_, caller, request) ->
              new Target.Named("user", UserRefs.of(caller, request.userName()).value()),
          ListAccessKeys::perform);

  private static Answer perform(Services services, Call<Request> call) {
    return new Answer(
        new Listed(
            services.ram().keys().of(UserRefs.of(call.caller(), call.request().userName())).stream()
                .map(key ->
                    new Entry(key.id().value(), AccessKeyStatus.of(key.active()), key.created()))
                .toList()));
  }
}
