package coffer.operations.kms;

import coffer.instances.InstanceLabels;
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
      @Doc("Networks it is labelled with.") int vpcNum,
      @Doc("A label.") Optional<String> vpcId,
      @Doc("Labels.") List<String> vswitchIds,
      @Doc("Networks it is labelled with.") BoundVpcs bindVpcs,
      @Doc("Zones of its HSMs.") List<String> zoneIds,
      @Doc("Whether it is protected against deletion.") boolean deletionProtection) {}

  /// A list as clients nest it.
  public record BoundVpcs(@Doc("The networks.") List<BindVpcs.Entry> bindVpc) {}

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
    InstanceLabels labels = services.instances().labels(instance.id());
    List<BindVpcs.Entry> vpcs = BindVpcs.of(services, instance.id());
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
            vpcs.size(),
            labels.find("VpcId"),
            labels.find("VSwitchIds").map(text -> List.of(text.split(","))).orElse(List.of()),
            new BoundVpcs(vpcs),
            zones,
            false));
  }
}
