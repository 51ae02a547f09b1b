package coffer.operations.des;

import coffer.model.ClusterId;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.HsmJob;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Set;

/// Initialises a cluster that has its certificate.
public final class InitializeCluster {
  private InitializeCluster() {}

  /// What is asked.
  public record Request(@Doc("Id of the cluster.") String clusterId) {}

  /// What is answered.
  public record Answer(@Doc("The job; mostly it has ended.") JobDescription job) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "InitializeCluster",
          "Initialises a cluster that has its certificate.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.CLUSTER_STATE_INVALID),
          (_, _, request) -> new Target.Named("cluster", request.clusterId()),
          InitializeCluster::perform);

  private static Answer perform(Services services, Call<Request> call) {
    ClusterId id = Clusters.require(services, call.request().clusterId()).id();
    HsmJob job =
        services
            .administration()
            .jobs()
            .run(
                id,
                OPERATION.name(),
                progress -> {
                  HsmCluster _ = services.administration().life().initialize(id, progress);
                  return "";
                });
    return new Answer(JobDescription.of(job));
  }
}
