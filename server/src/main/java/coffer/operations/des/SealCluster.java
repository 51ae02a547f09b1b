package coffer.operations.des;

import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.KmsException;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes a cluster's keys unable to leave its HSMs, for ever.
public final class SealCluster {
  private static final String WARNING =
      "SealCluster cannot be undone: no HSM can join this cluster any more, also none in the place of"
          + " one that dies, and when the last one is gone, so are all its keys. Say Confirm=true if"
          + " this is what you want.";

  private SealCluster() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the cluster.") String clusterId,
      @Doc("true: it cannot be undone, and no HSM can join any more.") Optional<Boolean> confirm) {}

  /// What is answered.
  public record Answer(
      @Doc("Whether every HSM is sealed. Repeat until it is so.") boolean completed,
      @Doc("How it went on each HSM.") List<SyncCluster.Report> reports) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "SealCluster",
          "Makes a cluster's keys unable to leave its HSMs, for ever: no HSM can join any more.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.CLUSTER_STATE_INVALID),
          (_, _, request) -> new Target.Named("cluster", request.clusterId()),
          SealCluster::perform);

  private static Answer perform(Services services, Call<Request> call) {
    HsmCluster cluster = Clusters.require(services, call.request().clusterId());
    if (!call.request().confirm().orElse(false)) {
      throw new KmsException(ErrorCode.MISSING_PARAMETER, WARNING);
    }
    List<SyncCluster.Report> reports =
        services.administration().sealing().seal(cluster.id()).stream()
            .map(SyncCluster::report)
            .toList();
    return new Answer(reports.stream().allMatch(SyncCluster.Report::synchronised), reports);
  }
}
