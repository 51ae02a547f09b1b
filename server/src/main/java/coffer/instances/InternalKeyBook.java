package coffer.instances;

import coffer.hsm.KeyBook;
import coffer.hsm.Material;
import coffer.model.Key;
import coffer.model.KmsInstanceId;
import coffer.store.Rows;
import coffer.store.Store;
import java.util.ArrayList;
import java.util.List;

/// The keys of an instance that rest inside its HSMs, as the store knows them.
record InternalKeyBook(Store store, KmsInstanceId instance) implements KeyBook {
  private static final int PAGE = 1_000;

  @Override
  public List<Material> internalKeys() {
    return store.read(view -> {
      Rows<?, Key> rows = view.internalKeys(instance);
      List<Material> all = new ArrayList<>();
      for (int offset = 0, seen = PAGE; seen == PAGE; offset += seen) {
        List<Key> page = rows.page(offset, PAGE);
        page.forEach(key -> all.addAll(materials(key)));
        seen = page.size();
      }
      return List.copyOf(all);
    });
  }

  private static List<Material> materials(Key key) {
    return key.versions().stream()
        .flatMap(version ->
            version.material().stream()
                .map(held -> new Material(version.id(), key.spec(), key.usages(), held)))
        .filter(Material::isInternal)
        .toList();
  }
}
