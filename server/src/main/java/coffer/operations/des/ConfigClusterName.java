package coffer.operations.des;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Set;

/// Renames a cluster.
public final class ConfigClusterName {
  private ConfigClusterName() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the cluster.") String clusterId,
      @Doc("1 to 24 characters.") String clusterName) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.DES,
          "ConfigClusterName",
          "Renames a cluster.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("cluster", request.clusterId()),
          ConfigClusterName::perform);

  private static Done perform(Services services, Call<Request> call) {
    Request request = call.request();
    services
        .administration()
        .life()
        .rename(Clusters.require(services, request.clusterId()).id(), request.clusterName());
    return new Done();
  }
}
