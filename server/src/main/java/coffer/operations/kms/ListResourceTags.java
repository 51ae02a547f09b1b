package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.util.List;
import java.util.Set;

/// Lists the tags of one key.
public final class ListResourceTags {
  private ListResourceTags() {}

  /// What is asked.
  public record Request(@Doc("Id, alias or ARN of the key.") String keyId) {}

  /// What is answered.
  public record Answer(@Doc("The tags.") TagList tags) {}

  /// A list as clients nest it.
  public record TagList(@Doc("The tags.") List<Entry> tag) {}

  /// One tag.
  public record Entry(
      @Doc("Id of the key.") String keyId,
      @Doc("Key of the tag.") String tagKey,
      @Doc("Value of the tag.") String tagValue) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "ListResourceTags",
          "Lists the tags of one key.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.KEY_NOT_FOUND),
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          ListResourceTags::perform);

  private static Answer perform(Services services, Call<Request> call) {
    String id = call.key().id().value();
    List<Entry> entries =
        services.keys().tags(call.key().id()).values().entrySet().stream()
            .map(tag -> new Entry(id, tag.getKey(), tag.getValue()))
            .toList();
    return new Answer(new TagList(entries));
  }
}
