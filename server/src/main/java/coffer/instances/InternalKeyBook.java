package coffer.instances;

import coffer.hsm.KeyBook;
import coffer.hsm.Material;
import coffer.model.Key;
import coffer.model.KeyVersionId;
import coffer.model.KmsInstanceId;
import coffer.model.Remnant;
import coffer.store.Rows;
import coffer.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The keys of an instance that rest inside its HSMs, as the store knows them.
record InternalKeyBook(Store store, KmsInstanceId instance) implements KeyBook {
  private static final int PAGE = 1_000;

  @Override
  public List<Material> internalKeys() {
    return store.read(view ->
        all(view.internalKeys(instance)).stream().flatMap(InternalKeyBook::materials).toList());
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
                .map(held -> new Material(version.id(), key.spec(), key.usages(), held)))
        .filter(Material::isInternal);
  }
}
