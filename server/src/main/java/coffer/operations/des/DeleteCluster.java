package coffer.operations.des;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Set;

/// Deletes a cluster without HSMs.
public final class DeleteCluster {
  private DeleteCluster() {}

  /// What is asked.
  public record Request(@Doc("Id of the cluster.") String clusterId) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.DES,
          "DeleteCluster",
          "Deletes a cluster without HSMs.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          Set.of(
              ErrorCode.RESOURCE_NOT_FOUND,
              ErrorCode.CLUSTER_STATE_INVALID,
              ErrorCode.RESOURCE_IN_USE),
          (_, _, request) -> new Target.Named("cluster", request.clusterId()),
          DeleteCluster::perform);

  private static Done perform(Services services, Call<Request> call) {
    Request request = call.request();
    services.administration().life().delete(Clusters.require(services, request.clusterId()).id());
    return new Done();
  }
}
