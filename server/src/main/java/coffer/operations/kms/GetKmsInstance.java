package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.InstanceStatus;
import coffer.model.KmsInstance;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Answers what is known of a dedicated instance, its CA certificate among it.
public final class GetKmsInstance {
  private GetKmsInstance() {}

  /// What is asked.
  public record Request(@Doc("Id of the instance.") String kmsInstanceId) {}

  /// What is answered.
  public record Answer(@Doc("The instance.") Description kmsInstance) {}

  /// The fields that have a meaning on one's own HSMs.
  public record Description(
      @Doc("Id of the instance.") String instanceId,
      @Doc("Its name.") String instanceName,
      @Doc("Uninitialized, Connecting, Connected, Disconnected or Error.") InstanceStatus status,
      @Doc("Why it is in Error or Disconnected.") Optional<String> statusReason,
      @Doc("The HSM cluster it is bound to.") Optional<String> hsmClusterId,
      @Doc("The CA certificate with which applications verify the instance, in PEM.")
          String caCertificateChainPem,
      @Doc("When it was created.") Instant createTime,
      @Doc("Keys in it.") long keyNum,
      @Doc("Secrets in it.") String secretNum,
      @Doc("Networks bound to it.") int vpcNum,
      @Doc("Networks bound to it.") List<String> vswitchIds,
      @Doc("Zones of its HSMs.") List<String> zoneIds,
      @Doc("Whether it is protected against deletion.") boolean deletionProtection) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "GetKmsInstance",
          "Answers what is known of a dedicated instance.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.INSTANCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("keystore", request.kmsInstanceId()),
          GetKmsInstance::perform);

  private static Answer perform(Services services, Call<Request> call) {
    KmsInstance instance = services.instances().require(call.request().kmsInstanceId());
    List<String> zones =
        instance
            .cluster()
            .flatMap(services.clusters()::find)
            .map(c -> c.members().stream().map(m -> m.zone()).distinct().toList())
            .orElse(List.of());
    return new Answer(
        new Description(
            instance.id().value(),
            instance.name(),
            instance.status(),
            instance.reason(),
            instance.cluster().map(c -> c.value()),
            services.serviceCa().get(),
            instance.created(),
            services.keys().count(instance.id()),
            "0",
            0,
            List.of(),
            zones,
            false));
  }
}
