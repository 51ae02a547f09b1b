package coffer.instances;

import coffer.hsm.ClusterHsm;
import coffer.hsm.ClusterSeat;
import coffer.hsm.Hsm;
import coffer.model.ClusterId;
import coffer.model.ErrorCode;
import coffer.model.InstanceStatus;
import coffer.model.KmsException;
import coffer.model.KmsInstance;
import coffer.model.KmsInstanceId;
import coffer.store.Store;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Dedicated instances: which cluster each is bound to, and its live connection.
public final class InstanceService implements AutoCloseable {
  private final Store store;
  private final ClusterHsm.Factory clusters;
  private final Clock clock;
  private final Map<KmsInstanceId, ClusterHsm> live = new ConcurrentHashMap<>();

  public InstanceService(Store store, ClusterHsm.Factory clusters, Clock clock) {
    this.store = store;
    this.clusters = clusters;
    this.clock = clock;
  }

  /// Uninitialized, bound to no cluster. The first one is the account's default.
  public KmsInstance create(KmsInstanceId id, String name) {
    return store.inTransaction(transaction -> {
      KmsInstance instance =
          new KmsInstance(
              id,
              name,
              InstanceStatus.UNINITIALIZED,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              transaction.instances().count() == 0,
              clock.instant().truncatedTo(ChronoUnit.MILLIS));
      transaction.instances().insert(instance);
      return instance;
    });
  }

  /// Binds an instance to a cluster for good; one cluster belongs to one instance only.
  ///
  /// @param sealedPassword kmsuser's, or empty when it is not to be kept
  public KmsInstance bind(
      KmsInstanceId id, ClusterId cluster, Optional<byte[]> sealedPassword, String certificate) {
    return store.inTransaction(transaction -> {
      boolean taken =
          transaction.instances().page(0, 1000).stream()
              .anyMatch(other ->
                  !other.id().equals(id) && other.cluster().filter(cluster::equals).isPresent());
      if (taken) {
        throw KmsException.invalid("HsmClusterId", "another instance is bound to the cluster");
      }
      Optional<ClusterId> bound = transaction.instances().find(id).flatMap(KmsInstance::cluster);
      if (bound.filter(other -> !other.equals(cluster)).isPresent()) {
        throw KmsException.invalid("HsmClusterId", "the instance is bound to another cluster");
      }
      return transaction
          .instances()
          .update(
              id,
              old ->
                  new KmsInstance(
                      id,
                      old.name(),
                      InstanceStatus.CONNECTING,
                      Optional.empty(),
                      Optional.of(cluster),
                      sealedPassword,
                      Optional.of(certificate),
                      old.isDefault(),
                      old.created()));
    });
  }

  /// Opens the HSMs behind an instance; it serves if at least one member does.
  public KmsInstance connect(KmsInstanceId id, List<ClusterSeat> seats) {
    ClusterHsm opened = clusters.open(seats);
    List<ClusterHsm.MemberHealth> health = opened.health();
    boolean serves = health.stream().anyMatch(m -> m.state() == ClusterHsm.State.SERVING);
    boolean hopeless = health.stream().allMatch(m -> m.state() == ClusterHsm.State.FAILED);
    ClusterHsm before = live.put(id, opened);
    if (before != null) {
      before.close();
    }
    if (serves || !hopeless) {
      return status(id, InstanceStatus.CONNECTED, Optional.empty());
    }
    String reason =
        health.stream().map(ClusterHsm.MemberHealth::reason).findFirst().orElse("no HSM");
    return status(id, InstanceStatus.ERROR, Optional.of(reason));
  }

  /// The binding stays; so do the keys.
  public KmsInstance disconnect(KmsInstanceId id, String reason) {
    ClusterHsm before = live.remove(id);
    if (before != null) {
      before.close();
    }
    return status(id, InstanceStatus.DISCONNECTED, Optional.of(reason));
  }

  /// Throws Rejected.Unavailable while there is no connection.
  public Hsm hsm(KmsInstanceId id) {
    return connection(id).orElseThrow(() -> new KmsException(ErrorCode.UNAVAILABLE));
  }

  public Optional<ClusterHsm> connection(KmsInstanceId id) {
    return Optional.ofNullable(live.get(id));
  }

  public Optional<KmsInstance> find(KmsInstanceId id) {
    return store.read(view -> view.instances().find(id));
  }

  public KmsInstance require(String id) {
    return (KmsInstanceId.isValid(id) ? find(new KmsInstanceId(id)) : Optional.<KmsInstance>empty())
        .orElseThrow(() -> new KmsException(ErrorCode.INSTANCE_NOT_FOUND));
  }

  /// Where keys go when nobody says where.
  public KmsInstance defaultInstance() {
    return page(0, 1000).stream()
        .filter(KmsInstance::isDefault)
        .findFirst()
        .orElseThrow(() -> new KmsException(ErrorCode.INSTANCE_NOT_FOUND));
  }

  public List<KmsInstance> page(int offset, int limit) {
    return store.read(view -> view.instances().page(offset, limit));
  }

  public long count() {
    return store.read(view -> view.instances().count());
  }

  private KmsInstance status(KmsInstanceId id, InstanceStatus status, Optional<String> reason) {
    return store.inTransaction(
        transaction -> transaction.instances().update(id, old -> old.withStatus(status, reason)));
  }

  @Override
  public void close() {
    live.values().forEach(ClusterHsm::close);
    live.clear();
  }
}
