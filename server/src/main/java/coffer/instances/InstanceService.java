package coffer.instances;

import coffer.hsm.ClusterHsm;
import coffer.hsm.ClusterSeat;
import coffer.hsm.Hsm;
import coffer.model.AccessPolicy;
import coffer.model.ClusterId;
import coffer.model.ErrorCode;
import coffer.model.InstanceStatus;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.KmsInstance;
import coffer.model.KmsInstanceId;
import coffer.model.Remnant;
import coffer.model.SecretBytes;
import coffer.store.KekUse;
import coffer.store.Store;
import coffer.store.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Dedicated instances: which cluster each is bound to, and its live connection.
public final class InstanceService implements AutoCloseable {
  private final Store store;
  private final ClusterHsm.Factory clusters;
  private final Clock clock;
  private final LiveConnections live = new LiveConnections();
  private volatile Runnable created = () -> {};

  /// Why an instance is Disconnected: nobody gave kmsuser's password, or somebody asked for it. The
  /// latter lasts until somebody connects it again.
  public static final String CREDENTIALS_NEEDED = "CredentialsNeeded";

  public static final String ON_REQUEST = "OnRequest";

  private static final int INSTANCES_MAX = 1000;
  private static final int POLICIES_PER_PAGE = 1000;

  public InstanceService(Store store, ClusterHsm.Factory clusters, Clock clock) {
    this.store = store;
    this.clusters = clusters;
    this.clock = clock;
  }

  /// Uninitialized, bound to no cluster. The first one is the account's default.
  public KmsInstance create(KmsInstanceId id, String name) {
    KmsInstance made =
        store.inTransaction(transaction -> {
          List<KmsInstance> others = transaction.instances().page(0, INSTANCES_MAX);
          if (others.size() == INSTANCES_MAX) {
            throw new KmsException(ErrorCode.LIMIT_EXCEEDED);
          }
          KmsInstance instance =
              new KmsInstance(
                  id,
                  name,
                  InstanceStatus.UNINITIALIZED,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  others.stream().noneMatch(KmsInstance::isDefault),
                  now());
          transaction.instances().insert(instance);
          return instance;
        });
    created.run();
    return made;
  }

  /// @param action runs after each creation, before that is acknowledged
  public void whenCreated(Runnable action) {
    created = action;
  }

  /// Binds an instance to a cluster, for good once it was connected; one cluster belongs to one
  /// instance only.
  ///
  /// @param sealedPassword kmsuser's, or empty when it is not to be kept
  public KmsInstance bind(
      KmsInstanceId id, ClusterId cluster, Optional<byte[]> sealedPassword, String certificate) {
    return store.inTransaction(transaction -> {
      requireFree(transaction, id, cluster);
      Optional<ClusterId> bound = transaction.instances().find(id).flatMap(KmsInstance::cluster);
      if (bound.filter(other -> !other.equals(cluster)).isPresent()) {
        throw KmsException.invalid("HsmClusterId", "the instance is bound to another cluster");
      }
      return transaction
          .instances()
          .update(
              id,
              old ->
                  old.withStatus(InstanceStatus.CONNECTING, Optional.empty())
                      .bound(Optional.of(cluster), sealedPassword, Optional.of(certificate)));
    });
  }

  private static void requireFree(Transaction transaction, KmsInstanceId id, ClusterId cluster) {
    boolean taken =
        transaction.instances().page(0, INSTANCES_MAX).stream()
            .anyMatch(other ->
                !other.id().equals(id) && other.cluster().filter(cluster::equals).isPresent());
    if (taken) {
      throw KmsException.invalid("HsmClusterId", "another instance is bound to the cluster");
    }
  }

  /// Binds a connected instance to another cluster, in the transaction that gives it the keys
  /// there.
  public static void rebind(
      Transaction transaction,
      KmsInstanceId id,
      ClusterId cluster,
      byte[] sealedPassword,
      String certificate) {
    requireFree(transaction, id, cluster);
    transaction
        .instances()
        .update(
            id,
            old ->
                old.bound(
                    Optional.of(cluster), Optional.of(sealedPassword), Optional.of(certificate)));
  }

  /// Opens the HSMs of a cluster that an instance is not bound to; the caller owns that.
  public ClusterHsm openBeside(KmsInstanceId id, ClusterId cluster, List<ClusterSeat> seats) {
    return clusters.open(seats, new InternalKeyBook(store, id, Optional.of(cluster)));
  }

  /// Makes what was opened beside the connection of an instance that is bound to it now. The former
  /// one is closed when calls that are on their way with it have ended.
  ///
  /// @param password that the seats open with; owned from now on
  public void exchange(KmsInstanceId id, ClusterHsm opened, SecretBytes password) {
    live.exchange(id, new LiveConnections.Live(opened, password));
  }

  /// Takes a binding back that was never connected.
  public KmsInstance unbind(KmsInstanceId id, String reason) {
    return update(
        id,
        old ->
            old.withStatus(InstanceStatus.ERROR, Optional.of(reason))
                .bound(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  /// Replaces the password that is kept.
  public KmsInstance keep(KmsInstanceId id, Optional<byte[]> sealedPassword) {
    return update(
        id, old -> old.bound(old.cluster(), sealedPassword, old.securityDomainCertificate()));
  }

  public KmsInstance fail(KmsInstanceId id, String reason) {
    return status(id, InstanceStatus.ERROR, Optional.of(reason));
  }

  /// Deletes an instance that nothing refers to, and so frees its cluster. When it was the default,
  /// the oldest other is from then on.
  public void release(KmsInstanceId id) {
    store.inTransaction(transaction -> {
      KmsInstance gone =
          transaction
              .instances()
              .find(id)
              .orElseThrow(() -> new KmsException(ErrorCode.INSTANCE_NOT_FOUND));
      if (transaction.keysOf(id) > 0 || isNamed(transaction, id)) {
        throw new KmsException(ErrorCode.RESOURCE_IN_USE);
      }
      transaction.instances().delete(id);
      transaction.putSetting(labelSetting(id), InstanceLabels.NONE.encode());
      if (gone.isDefault()) {
        transaction.instances().page(0, 1).stream()
            .findFirst()
            .ifPresent(next -> transaction.instances().update(next.id(), KmsInstance::asDefault));
      }
      return true;
    });
    close(id);
  }

  /// By a policy of an access point.
  private static boolean isNamed(Transaction transaction, KmsInstanceId id) {
    int offset = 0;
    List<AccessPolicy> page;
    do {
      page = transaction.accessPolicies().page(offset, POLICIES_PER_PAGE);
      if (page.stream().anyMatch(policy -> policy.instance().equals(id))) {
        return true;
      }
      offset += page.size();
    } while (page.size() == POLICIES_PER_PAGE);
    return false;
  }

  public InstanceLabels labels(KmsInstanceId id) {
    return store
        .read(view -> view.settings().find(labelSetting(id)))
        .map(InstanceLabels::decode)
        .orElse(InstanceLabels.NONE);
  }

  public void label(KmsInstanceId id, InstanceLabels labels) {
    store.inTransaction(transaction -> {
      if (transaction.instances().find(id).isEmpty()) {
        throw new KmsException(ErrorCode.INSTANCE_NOT_FOUND);
      }
      transaction.putSetting(labelSetting(id), labels.encode());
      return true;
    });
  }

  private static String labelSetting(KmsInstanceId id) {
    return "instance/" + id + "/labels";
  }

  /// How many keys it holds, in any state.
  public long keys(KmsInstanceId id) {
    return store.read(view -> view.keysOf(id));
  }

  /// Opens the HSMs behind an instance; it serves if at least one member does.
  ///
  /// @param password that the seats open with; owned from now on
  public KmsInstance connect(KmsInstanceId id, List<ClusterSeat> seats, SecretBytes password) {
    Optional<ClusterId> cluster = find(id).flatMap(KmsInstance::cluster);
    ClusterHsm opened = clusters.open(seats, new InternalKeyBook(store, id, cluster));
    List<ClusterHsm.MemberHealth> health = opened.health();
    boolean serves = health.stream().anyMatch(m -> m.state() == ClusterHsm.State.SERVING);
    boolean hopeless = health.stream().allMatch(m -> m.state() == ClusterHsm.State.FAILED);
    live.put(id, new LiveConnections.Live(opened, password));
    if (serves || !hopeless) {
      return status(id, InstanceStatus.CONNECTED, Optional.empty());
    }
    String reason =
        health.stream().map(ClusterHsm.MemberHealth::reason).findFirst().orElse("no HSM");
    return status(id, InstanceStatus.ERROR, Optional.of(reason));
  }

  /// Changes the seats of the connection to a cluster, if there is one.
  ///
  /// @param seats makes them, with kmsuser's password
  public void reseat(ClusterId cluster, Function<SecretBytes, List<ClusterSeat>> seats) {
    of(cluster)
        .flatMap(live::of)
        .ifPresent(present -> present.hsm().reseat(seats.apply(present.password())));
  }

  /// Brings the keys inside the HSMs of every connection into line with the store.
  public void reconcile() {
    live.all().forEach(present -> present.hsm().reconcile());
  }

  /// The connection to a cluster.
  public Optional<ClusterHsm> connectionTo(ClusterId cluster) {
    return of(cluster).flatMap(this::connection);
  }

  /// Removes what is inside a cluster's HSMs and in no book. From here on it is a remnant, so that
  /// members that are away are rid of it too.
  public void removeUnknown(ClusterId cluster, List<KeyVersionId> versions) {
    KmsInstanceId id =
        of(cluster).orElseThrow(() -> new KmsException(ErrorCode.CLUSTER_STATE_INVALID));
    ClusterHsm hsm =
        connection(id)
            .orElseThrow(() ->
                new KmsException(
                    ErrorCode.CLUSTER_STATE_INVALID, "The cluster's instance is not connected."));
    Set<KeyVersionId> unknown =
        hsm.internalKeys().values().stream()
            .flatMap(inside -> inside.unknown().stream())
            .collect(Collectors.toSet());
    if (!unknown.containsAll(versions)) {
      throw KmsException.invalid("KeyVersionIds", "one is not unknown inside the cluster's HSMs");
    }
    store.inTransaction(transaction -> {
      for (KeyVersionId version : Set.copyOf(versions)) {
        transaction.remnants().insert(Remnant.destroyed(version, id, now()));
      }
      return true;
    });
    versions.forEach(hsm::forget);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /// The instance that is bound to a cluster.
  public Optional<KmsInstance> boundTo(ClusterId cluster) {
    return page(0, INSTANCES_MAX).stream()
        .filter(instance -> instance.cluster().filter(cluster::equals).isPresent())
        .findFirst();
  }

  private Optional<KmsInstanceId> of(ClusterId cluster) {
    return boundTo(cluster).map(KmsInstance::id);
  }

  /// Which KEKs its keys are wrapped under.
  public List<KekUse> kekUses(KmsInstanceId id) {
    return store.read(view -> view.kekUses(id));
  }

  /// The binding stays; so do the keys.
  public KmsInstance disconnect(KmsInstanceId id, String reason) {
    KmsInstance disconnected = status(id, InstanceStatus.DISCONNECTED, Optional.of(reason));
    close(id);
    return disconnected;
  }

  /// Ends a connection, if there is one, and nothing else.
  public void close(KmsInstanceId id) {
    live.close(id);
  }

  /// Throws Rejected.Unavailable while there is no connection.
  public Hsm hsm(KmsInstanceId id) {
    return connection(id).orElseThrow(() -> new KmsException(ErrorCode.UNAVAILABLE));
  }

  public Optional<ClusterHsm> connection(KmsInstanceId id) {
    return live.of(id).map(LiveConnections.Live::hsm);
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
    return update(id, old -> old.withStatus(status, reason));
  }

  private KmsInstance update(KmsInstanceId id, UnaryOperator<KmsInstance> change) {
    return store.inTransaction(transaction -> transaction.instances().update(id, change));
  }

  @Override
  public void close() {
    live.close();
  }
}
