package coffer.keys;

import coffer.hsm.Hsm;
import coffer.model.Key;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.WrappedKey;
import coffer.operations.House;
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
    byte[] mac = RowMac.compute(hsm, RowMac.Binding.of(key.traits()), id, wrapped);
    KeyVersion version = new KeyVersion(id, house.clock.instant(), Optional.of(wrapped), mac);
    return house.directory.change(key.id(), old -> old.rotated(version)).orElseThrow();
  }
}
