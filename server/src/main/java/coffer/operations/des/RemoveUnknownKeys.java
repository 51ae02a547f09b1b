package coffer.operations.des;

import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.KeyVersionId;
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

/// Removes keys from the inside of a cluster's HSMs that the store does not know. Ours.
public final class RemoveUnknownKeys {
  private static final String WARNING =
      "RemoveUnknownKeys cannot be undone. If this store is from a backup, the keys are those that"
          + " were made after it, and a newer backup knows them. Say Confirm=true if nobody needs them.";

  private RemoveUnknownKeys() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the cluster.") String clusterId,
      @Doc("The key versions to remove, as GetClusterKeys names them.") List<String> keyVersionIds,
      @Doc("true: it cannot be undone.") Optional<Boolean> confirm) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.DES,
          "RemoveUnknownKeys",
          "Removes keys from the inside of a cluster's HSMs that the store does not know, for ever.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.CLUSTER_STATE_INVALID),
          (_, _, request) -> new Target.Named("cluster", request.clusterId()),
          RemoveUnknownKeys::perform);

  private static Done perform(Services services, Call<Request> call) {
    HsmCluster cluster = Clusters.require(services, call.request().clusterId());
    if (!call.request().confirm().orElse(false)) {
      throw new KmsException(ErrorCode.MISSING_PARAMETER, WARNING);
    }
    List<KeyVersionId> versions =
        call.request().keyVersionIds().stream()
            .map(text ->
                KeyVersionId.parse(text)
                    .orElseThrow(() ->
                        KmsException.invalid("KeyVersionIds", "one is no id of a key version")))
            .toList();
    services.instances().removeUnknown(cluster.id(), versions);
    return new Done();
  }
}
