package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.KmsInstance;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Answers what an instance uses; there are no quotas.
public final class GetKmsInstanceQuotaInfos {
  private GetKmsInstanceQuotaInfos() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the instance; the default instance by default.") Optional<String> kmsInstanceId,
      @Doc("key, secret or vpc; all by default.") Optional<String> resourceType) {}

  /// What is answered.
  public record Answer(
      @Doc("Id of the instance.") String kmsInstanceId,
      @Doc("What is used.") List<Entry> kmsInstanceQuotaInfos) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "GetKmsInstanceQuotaInfos",
          "Answers what an instance uses; there are no quotas.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.INSTANCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("keystore", request.kmsInstanceId().orElse("*")),
          GetKmsInstanceQuotaInfos::perform);

  /// One kind of thing. Without a quota, as none is set.
  public record Entry(
      @Doc("key, secret or vpc.") String resourceType,
      @Doc("How many may be there; absent without a quota.") Optional<Long> resourceQuota,
      @Doc("How many are there.") long usedQuantity) {}

  private static Answer perform(Services services, Call<Request> call) {
    KmsInstance instance =
        call.request()
            .kmsInstanceId()
            .map(services.instances()::require)
            .orElseGet(services.instances()::defaultInstance);
    long vpcs = BindVpcs.of(services, instance.id()).size();
    List<Entry> all =
        List.of(
            new Entry("key", Optional.empty(), services.instances().keys(instance.id())),
            new Entry("secret", Optional.empty(), 0),
            new Entry("vpc", Optional.empty(), vpcs));
    Optional<String> wanted = call.request().resourceType();
    List<Entry> found =
        all.stream().filter(e -> wanted.map(e.resourceType()::equals).orElse(true)).toList();
    if (found.isEmpty()) {
      throw KmsException.invalid("ResourceType", "key, secret or vpc");
    }
    return new Answer(instance.id().value(), found);
  }
}
