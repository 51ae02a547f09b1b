package coffer.operations.des;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Set;

/// Makes a cluster of one HSM.
public final class CreateCluster {
  private CreateCluster() {}

  /// What is asked.
  public record Request(
      @Doc("1 to 24 characters.") String clusterName,
      @Doc("Id of the enrolled HSM that becomes its master.") String masterInstanceId) {}

  /// What is answered.
  public record Answer(@Doc("Id of the cluster.") String clusterId) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "CreateCluster",
          "Makes a cluster of one HSM, its master; ClusterCsr is then for the owner to sign.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.CLUSTER_STATE_INVALID),
          (_, _, _) -> new Target.Named("cluster", "*"),
          CreateCluster::perform);

  private static Answer perform(Services services, Call<Request> call) {
    return new Answer(
        services
            .administration()
            .life()
            .create(call.request().clusterName(), call.request().masterInstanceId())
            .id()
            .value());
  }
}
