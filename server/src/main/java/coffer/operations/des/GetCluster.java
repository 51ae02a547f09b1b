package coffer.operations.des;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.Set;

/// Answers what is known of an HSM cluster.
public final class GetCluster {
  private GetCluster() {}

  /// What is asked.
  public record Request(@Doc("Id of the cluster.") String clusterId) {}

  /// What is answered.
  public record Answer(@Doc("The cluster.") ClusterDescription cluster) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "GetCluster",
          "Answers what is known of an HSM cluster, its certificates among it.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("cluster", request.clusterId()),
          (services, call) ->
              new Answer(
                  ClusterDescription.of(
                      services, Clusters.require(services, call.request().clusterId()))));
}
