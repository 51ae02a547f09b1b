package coffer.instances;

import coffer.hsm.ClusterHsm;
import coffer.model.KmsInstanceId;
import coffer.model.SecretBytes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Connections of instances that are open, and former ones for a moment.
final class LiveConnections implements AutoCloseable {
  /// Longer than any call but the making of a key, which is not under way then.
  private static final Duration RETIRING = Duration.ofSeconds(5);

  private final Map<KmsInstanceId, Live> live = new ConcurrentHashMap<>();
  private final Set<Live> retiring = ConcurrentHashMap.newKeySet();

  /// @param password kmsuser's, for as long as seats may be opened again
  record Live(ClusterHsm hsm, SecretBytes password) {
    private void close() {
      hsm.close();
      password.close();
    }
  }

  Optional<Live> of(KmsInstanceId id) {
    return Optional.ofNullable(live.get(id));
  }

  Collection<Live> all() {
    return List.copyOf(live.values());
  }

  /// Closes the former connection at once.
  void put(KmsInstanceId id, Live opened) {
    Live former = live.put(id, opened);
    if (former != null) {
      former.close();
    }
  }

  /// Closes the former connection when calls that are on their way with it have ended.
  void exchange(KmsInstanceId id, Live opened) {
    Live former = live.put(id, opened);
    if (former != null) {
      retiring.add(former);
      Thread.ofVirtual().name("retiring-" + id).start(() -> retire(former));
    }
  }

  private void retire(Live former) {
    try {
      Thread.sleep(RETIRING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (retiring.remove(former)) {
      former.close();
    }
  }

  void close(KmsInstanceId id) {
    Live before = live.remove(id);
    if (before != null) {
      before.close();
    }
  }

  @Override
  public void close() {
    live.keySet().forEach(this::close);
    for (Live former : List.copyOf(retiring)) {
      if (retiring.remove(former)) {
        former.close();
      }
    }
  }
}
