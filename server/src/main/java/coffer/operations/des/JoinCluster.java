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

/// Takes an enrolled HSM into a cluster and clones the cluster's keys to it.
public final class JoinCluster {
  private JoinCluster() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the cluster.") String clusterId,
      @Doc("Id of the HSM.") String instanceId,
      @Doc("The security officer's password on it; the one that enrolment was given by default.")
          Optional<SecretBytes> securityOfficerPassword,
      @Doc("The same on the HSM that gives the cluster's keys away.")
          Optional<SecretBytes> masterSecurityOfficerPassword) {}

  /// What is answered.
  public record Answer(@Doc("The job; mostly it has ended.") JobDescription job) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "JoinCluster",
          "Takes an enrolled HSM into a cluster and clones the cluster's keys to it.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.CLUSTER_STATE_INVALID),
          (_, _, request) -> new Target.Named("cluster", request.clusterId()),
          JoinCluster::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    ClusterId id = Clusters.require(services, request.clusterId()).id();
    Optional<SecretBytes> officer = request.securityOfficerPassword().map(SecretBytes::copy);
    Optional<SecretBytes> master = request.masterSecurityOfficerPassword().map(SecretBytes::copy);
    HsmJob job =
        services
            .administration()
            .jobs()
            .run(
                id,
                OPERATION.name(),
                progress -> {
                  try {
                    HsmCluster _ =
                        services
                            .administration()
                            .life()
                            .join(id, request.instanceId(), officer, master, progress);
                    return "";
                  } finally {
                    officer.ifPresent(SecretBytes::close);
                    master.ifPresent(SecretBytes::close);
                  }
                });
    return new Answer(JobDescription.of(job));
  }
}
