package coffer.operations.des;

import coffer.hsm.ClusterHsm;
import coffer.model.ClusterId;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyVersionId;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.store.KekUse;
import java.util.List;
import java.util.Set;

/// Answers which KEKs a cluster's keys are wrapped under, and which keys each HSM holds. Ours.
public final class GetClusterKeys {
  private GetClusterKeys() {}

  /// What is asked.
  public record Request(@Doc("Id of the cluster.") String clusterId) {}

  /// What is answered.
  public record Answer(
      @Doc("The KEK that wraps; 0 before there is one.") int kekVersion,
      @Doc("The KEKs that key versions of the connected instance are wrapped under.")
          List<Kek> keks,
      @Doc("The HSMs that serve.") List<Holder> instances) {}

  /// One KEK.
  public record Kek(
      @Doc("Its version.") int kekVersion,
      @Doc("Where the key versions rest.") KeyStorageMechanism keyStorageMechanism,
      @Doc("How many it wraps.") long keyVersions) {}

  /// One HSM.
  public record Holder(
      @Doc("Id of the HSM.") String instanceId,
      @Doc("Key versions of HsmInternal that are inside it and in the store.")
          int internalKeyVersions,
      @Doc(
              "Key versions that are inside it and not in the store, which may be older than the"
                  + " HSM; RemoveUnknownKeys removes them.")
          List<String> unknownKeyVersionIds) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "GetClusterKeys",
          "Answers which KEKs a cluster's keys are wrapped under, and how many keys are inside each"
              + " HSM that serves.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("cluster", request.clusterId()),
          GetClusterKeys::perform);

  private static Answer perform(Services services, Call<Request> call) {
    HsmCluster cluster = Clusters.require(services, call.request().clusterId());
    ClusterId id = cluster.id();
    List<Kek> keks =
        services.instances().boundTo(id).stream()
            .flatMap(instance -> services.instances().kekUses(instance.id()).stream())
            .map(GetClusterKeys::kek)
            .toList();
    List<Holder> holders =
        services.instances().connectionTo(id).map(ClusterHsm::internalKeys).stream()
            .flatMap(held -> held.entrySet().stream())
            .map(entry -> holder(entry.getKey(), entry.getValue()))
            .toList();
    return new Answer(cluster.kekVersion(), keks, holders);
  }

  private static Holder holder(HsmId id, ClusterHsm.Inside inside) {
    return new Holder(
        id.value(),
        inside.known(),
        inside.unknown().stream().map(KeyVersionId::toString).sorted().toList());
  }

  private static Kek kek(KekUse use) {
    return new Kek(use.kekVersion(), use.storage(), use.versions());
  }
}
