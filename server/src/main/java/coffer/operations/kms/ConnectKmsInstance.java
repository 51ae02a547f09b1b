package coffer.operations.kms;

import coffer.instances.InstanceLabels;
import coffer.model.ClusterId;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.KmsInstance;
import coffer.model.KmsInstanceId;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Connections;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Optional;
import java.util.Set;

/// Connects an instance to its HSM cluster, and binds it to that at first.
public final class ConnectKmsInstance {
  private ConnectKmsInstance() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the instance.") String kmsInstanceId,
      @Doc(value = "Aliyun, the only provider.", name = "KMProvider") Optional<String> kmProvider,
      @Doc("A label.") Optional<String> vpcId,
      @Doc("Labels, with commas between.") Optional<String> zoneIds,
      @Doc("Labels, with commas between.") Optional<String> vSwitchIds,
      @Doc("The HSM cluster; needed at first.") Optional<String> hsmClusterId,
      @Doc("kmsuser, the only user.") Optional<String> hsmUser,
      @Doc("kmsuser's password; the one that is kept by default.")
          Optional<SecretBytes> hsmPassword,
      @Doc("The CA certificate that issued the cluster's certificate, in PEM; needed at first.")
          Optional<String> securityDomainCertificate,
      @Doc("true: kmsuser gets a new password that only the service knows.")
          Optional<Boolean> rotateHsmPassword) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "ConnectKmsInstance",
          "Connects an instance to its HSM cluster, and binds it to that at first.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.INSTANCE_NOT_FOUND, ErrorCode.INSTANCE_STATE_INVALID),
          (_, _, request) -> new Target.Named("keystore", request.kmsInstanceId()),
          ConnectKmsInstance::perform);

  private static Nothing perform(Services services, Call<Request> call) {
    Request request = call.request();
    if (request.kmProvider().filter(name -> !name.equals("Aliyun")).isPresent()) {
      throw KmsException.invalid("KMProvider", "only Aliyun is served");
    }
    if (request.hsmUser().filter(name -> !name.equals("kmsuser")).isPresent()) {
      throw KmsException.invalid("HsmUser", "only kmsuser is served");
    }
    KmsInstanceId id = services.instances().require(request.kmsInstanceId()).id();
    InstanceLabels labels =
        services
            .instances()
            .labels(id)
            .with("VpcId", label("VpcId", request.vpcId()))
            .with("ZoneIds", label("ZoneIds", request.zoneIds()))
            .with("VSwitchIds", label("VSwitchIds", request.vSwitchIds()));
    services
        .connections()
        .connect(
            id,
            new Connections.Wanted(
                request.hsmClusterId(),
                request.securityDomainCertificate(),
                request.hsmPassword()));
    services.instances().label(id, labels);
    if (request.rotateHsmPassword().orElse(false)) {
      services
          .instances()
          .find(id)
          .flatMap(KmsInstance::cluster)
          .ifPresent(c -> rotate(services, c));
    }
    return new Nothing();
  }

  private static void rotate(Services services, ClusterId cluster) {
    if (!services.administration().passwords().rotate(cluster)) {
      throw new KmsException(
          ErrorCode.INSTANCE_STATE_INVALID,
          "The instance is connected, but not every HSM has kmsuser's new password yet:"
              + " ChangeCryptoUserPassword without CryptoUserPassword goes on.");
    }
  }

  private static Optional<String> label(String name, Optional<String> value) {
    return value.flatMap(text -> InstanceLabels.checked(name, text));
  }
}
