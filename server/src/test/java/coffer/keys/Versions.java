package coffer.keys;

import coffer.hsm.Hsm;
import coffer.model.Key;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.WrappedKey;
import coffer.operations.House;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Keys with more than one version, which nothing but rotation will make.
public final class Versions {
  private Versions() {}

  /// The key with a new primary version, in the store and in memory.
  public static Key rotated(House house, Key key) {
    Hsm hsm = house.instances.hsm(key.instance());
    WrappedKey wrapped = hsm.generate(key.spec(), key.usages());
    KeyVersionId id = new KeyVersionId(UUID.randomUUID());
    byte[] mac = RowMac.compute(hsm, RowMac.Binding.of(key), id, wrapped);
    KeyVersion version = new KeyVersion(id, house.clock.instant(), Optional.of(wrapped), mac);
    return house.directory.change(key.id(), old -> with(old, version)).orElseThrow();
  }

  private static Key with(Key old, KeyVersion version) {
    List<KeyVersion> versions = new ArrayList<>(old.versions());
    versions.add(version);
    return new Key(
        old.id(),
        old.instance(),
        old.spec(),
        old.usage(),
        old.secondaryUsage(),
        old.state(),
        old.origin(),
        old.protectionLevel(),
        old.storage(),
        old.description(),
        old.creator(),
        old.created(),
        versions,
        old.deleteDate(),
        old.materialExpires(),
        old.deletionProtected(),
        old.deletionProtectionDescription());
  }
}
