package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Paging;
import coffer.operations.Services;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lists the versions of one key.
public final class ListKeyVersions {
  private static final int PAGE_SIZE = 10;

  private ListKeyVersions() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("Page, from 1.") Optional<Integer> pageNumber,
      @Doc("Versions on a page, 1 to 101; 10 by default.") Optional<Integer> pageSize) {}

  /// What is answered.
  public record Answer(
      @Doc("The versions of the page.") KeyVersions keyVersions,
      @Doc("The page.") int pageNumber,
      @Doc("Versions on a page.") int pageSize,
      @Doc("Versions on all pages.") long totalCount) {}

  /// A list as clients nest it.
  public record KeyVersions(@Doc("The versions.") List<VersionEntry> keyVersion) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "ListKeyVersions",
          "Lists the versions of one key, oldest first.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.KEY_NOT_FOUND),
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          ListKeyVersions::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Paging paging = Paging.of(request.pageNumber(), request.pageSize(), PAGE_SIZE);
    Key key = call.key();
    List<VersionEntry> page =
        key.versions().stream()
            .skip(paging.offset())
            .limit(paging.size())
            .map(version -> VersionEntry.of(key, version))
            .toList();
    return new Answer(new KeyVersions(page), paging.number(), paging.size(), key.versions().size());
  }
}
