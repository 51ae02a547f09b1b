package coffer.operations.kms;

import coffer.keys.Aliases;
import coffer.model.ErrorCode;
import coffer.model.KeyId;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Paging;
import coffer.operations.Services;
import java.util.Optional;
import java.util.Set;

/// Lists the aliases of one key.
public final class ListAliasesByKeyId {
  private ListAliasesByKeyId() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("Page, from 1.") Optional<Integer> pageNumber,
      @Doc("Aliases on a page, 1 to 101; 10 by default.") Optional<Integer> pageSize) {}

  public static final Operation<Request, ListAliases.Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "ListAliasesByKeyId",
          "Lists the aliases of one key, oldest first.",
          Request.class,
          ListAliases.Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.KEY_NOT_FOUND),
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          ListAliasesByKeyId::perform);

  private static ListAliases.Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Paging paging = Paging.of(request.pageNumber(), request.pageSize(), ListAliases.PAGE_SIZE);
    Aliases aliases = services.keys().aliases();
    KeyId key = call.key().id();
    return new ListAliases.Answer(
        AliasList.of(services, aliases.page(key, paging.offset(), paging.size())),
        paging.number(),
        paging.size(),
        aliases.count(key));
  }
}
