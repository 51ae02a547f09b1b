package coffer.operations.des;

import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Optional;
import java.util.Set;

/// Takes an HSM out of its cluster, and the cluster's keys out of the HSM.
public final class LeaveCluster {
  private LeaveCluster() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the cluster.") String clusterId,
      @Doc("Id of the HSM.") String instanceId,
      @Doc("true: also an HSM that is dead for good, and keeps the cluster's keys.")
          Optional<Boolean> force) {}

  /// What is answered.
  public record Answer(
      @Doc("What remains on an HSM that was forced out.") Optional<String> remains) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "LeaveCluster",
          "Takes an HSM out of its cluster, and the cluster's keys out of the HSM.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.CLUSTER_STATE_INVALID),
          (_, _, request) -> new Target.Named("cluster", request.clusterId()),
          LeaveCluster::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    HsmCluster cluster = Clusters.require(services, request.clusterId());
    return new Answer(
        services
            .administration()
            .life()
            .leave(
                cluster.id(),
                Clusters.requireMember(cluster, request.instanceId()),
                request.force().orElse(false)));
  }
}
