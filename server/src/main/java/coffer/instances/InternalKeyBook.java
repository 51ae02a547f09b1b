package coffer.instances;

import coffer.hsm.KeyBook;
import coffer.hsm.Material;
import coffer.model.ClusterId;
import coffer.model.Key;
import coffer.model.KeyVersionId;
import coffer.model.KmsInstance;
import coffer.model.KmsInstanceId;
import coffer.model.Remnant;
import coffer.store.Rows;
import coffer.store.Snapshot;
import coffer.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The keys of an instance that rest inside the HSMs of a cluster, as the store knows them: of
/// another than its own, the copies that were made there.
record InternalKeyBook(Store store, KmsInstanceId instance, Optional<ClusterId> cluster)
    implements KeyBook {
  private static final int PAGE = 1_000;

  @Override
  public List<Material> internalKeys() {
    return store.read(view -> {
      boolean own = view.instances().find(instance).flatMap(KmsInstance::cluster).equals(cluster);
      return all(view.internalKeys(instance)).stream()
          .flatMap(key -> own ? materials(key) : copies(view, key))
          .filter(Material::isInternal)
          .toList();
    });
  }

  @Override
  public Set<KeyVersionId> remnants() {
    return store.read(view ->
        all(view.remnants(instance)).stream()
            .map(Remnant::version)
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static <V> List<V> all(Rows<?, V> rows) {
    List<V> all = new ArrayList<>();
    for (int offset = 0, seen = PAGE; seen == PAGE; offset += seen) {
      List<V> page = rows.page(offset, PAGE);
      all.addAll(page);
      seen = page.size();
    }
    return all;
  }

  private static Stream<Material> materials(Key key) {
    return key.versions().stream()
        .flatMap(version ->
            version.material().stream()
                .map(held -> new Material(version.id(), key.spec(), key.usages(), held)));
  }

  private Stream<Material> copies(Snapshot view, Key key) {
    return key.versions().stream()
        .flatMap(version -> view.migrated(version.id()).stream())
        .filter(copy -> cluster.filter(copy.cluster()::equals).isPresent())
        .map(copy -> new Material(copy.version(), key.spec(), key.usages(), copy.material()));
  }
}
