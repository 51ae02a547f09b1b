package coffer.operations.des;

import coffer.model.ClusterId;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.HsmJob;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Optional;
import java.util.Set;

/// Makes a new version of a cluster's KEK and integrity key. Ours: the HSM OpenAPI has no such
/// action.
public final class RotateClusterKey {
  private RotateClusterKey() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the cluster.") String clusterId,
      @Doc(
              "The security officer's password on the HSM that gives the new key away; the one that"
                  + " enrolment was given by default.")
          Optional<SecretBytes> masterSecurityOfficerPassword) {}

  /// What is answered.
  public record Answer(@Doc("The job; mostly it has ended.") JobDescription job) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "RotateClusterKey",
          "Makes a new KEK and integrity key on every HSM of a cluster; new keys are wrapped under it,"
              + " and older ones stay as they are.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.CLUSTER_STATE_INVALID),
          (_, _, request) -> new Target.Named("cluster", request.clusterId()),
          RotateClusterKey::perform);

  private static Answer perform(Services services, Call<Request> call) {
    ClusterId id = Clusters.require(services, call.request().clusterId()).id();
    Optional<SecretBytes> officer =
        call.request().masterSecurityOfficerPassword().map(SecretBytes::copy);
    HsmJob job =
        services
            .administration()
            .jobs()
            .run(
                id,
                OPERATION.name(),
                progress -> {
                  try {
                    HsmCluster rotated =
                        services.administration().life().rotate(id, officer, progress);
                    return "KEK " + rotated.kekVersion() + " wraps from now on.";
                  } finally {
                    officer.ifPresent(SecretBytes::close);
                  }
                });
    return new Answer(JobDescription.of(job));
  }
}
