package coffer.operations.des;

import coffer.model.ClusterId;
import coffer.model.ErrorCode;
import coffer.model.HsmJob;
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

/// Moves an instance with its keys from software HSMs to another cluster. Ours: no API has such an
/// action.
public final class MigrateKmsInstance {
  private MigrateKmsInstance() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the instance; it stays connected and serves meanwhile.") String kmsInstanceId,
      @Doc("The cluster that gets the keys: activated, and of no other instance.")
          String hsmClusterId,
      @Doc("kmsuser's password on that cluster.") SecretBytes hsmPassword,
      @Doc("The CA certificate that issued that cluster's certificate, in PEM.")
          String securityDomainCertificate) {}

  /// What is answered.
  public record Answer(
      @Doc("The job; ask GetJob how far it is while it runs.") JobDescription job) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "MigrateKmsInstance",
          "Moves an instance, with all its keys, from software HSMs to another cluster, while it"
              + " serves. Repeat it when it was cut off: what was copied is found.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.INSTANCE_NOT_FOUND, ErrorCode.INSTANCE_STATE_INVALID),
          (_, _, request) -> new Target.Named("keystore", request.kmsInstanceId()),
          MigrateKmsInstance::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    KmsInstanceId id = services.instances().require(request.kmsInstanceId()).id();
    ClusterId target = services.connections().cluster(request.hsmClusterId()).id();
    SecretBytes password = request.hsmPassword().copy();
    Connections.Wanted wanted =
        new Connections.Wanted(
            Optional.of(request.hsmClusterId()),
            Optional.of(request.securityDomainCertificate()),
            Optional.of(password));
    HsmJob job =
        services
            .administration()
            .jobs()
            .run(
                target,
                OPERATION.name(),
                progress -> {
                  try (password) {
                    return services.migration().migrate(id, wanted, progress);
                  }
                });
    return new Answer(JobDescription.of(job));
  }
}
