package coffer.operations.des;

import coffer.model.ErrorCode;
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

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.DES,
          "InitializeCluster",
          "Initialises a cluster that has its certificate.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.CLUSTER_STATE_INVALID),
          (_, _, request) -> new Target.Named("cluster", request.clusterId()),
          InitializeCluster::perform);

  private static Done perform(Services services, Call<Request> call) {
    Request request = call.request();
    services
        .administration()
        .life()
        .initialize(Clusters.require(services, request.clusterId()).id());
    return new Done();
  }
}
