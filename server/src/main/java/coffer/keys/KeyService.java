package coffer.keys;

import coffer.hsm.Hsm;
import coffer.hsm.HsmException;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeyState;
import coffer.model.KeyTraits;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.KmsInstanceId;
import coffer.model.Origin;
import coffer.model.WrappedKey;
import coffer.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// How keys come to be, and where they are found. Material is generated in the HSM first and
/// committed to the store then: a crash between leaves nothing but volatile memory, never a key
/// without material.
public final class KeyService {
  private final Store store;
  private final KeyDirectory directory;
  private final Aliases aliases;
  private final KeyLife life;
  private final Hsms hsms;
  private final Clock clock;
  private final Supplier<KeyId> keyIds;
  private final Supplier<KeyVersionId> versionIds;
  private final String account;

  /// @param account id of the account, the creator of every key
  public KeyService(
      Store store,
      KeyDirectory directory,
      Hsms hsms,
      Clock clock,
      Supplier<KeyId> keyIds,
      Supplier<KeyVersionId> versionIds,
      String account) {
    this.store = store;
    this.directory = directory;
    this.aliases = new Aliases(store, clock);
    this.life = new KeyLife(store, directory, aliases, clock);
    this.hsms = hsms;
    this.clock = clock;
    this.keyIds = keyIds;
    this.versionIds = versionIds;
    this.account = account;
  }

  /// Durable when it returns. A key of Origin EXTERNAL has no material and waits for its import.
  public Key create(NewKey wanted) {
    Hsm hsm = hsms.of(wanted.instance());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    KeyTraits traits = wanted.traits(keyIds.get(), hsm.protectionLevel(), account, now);
    KeyVersionId version = versionIds.get();
    KeyVersion first =
        wanted.origin() == Origin.EXTERNAL
            ? KeyVersion.withoutMaterial(version, now)
            : material(hsm, traits, version, now);
    Key key = Key.born(traits, first, wanted.description());
    directory.insert(key);
    return key;
  }

  public Optional<Key> find(KeyId id) {
    return directory.find(id).filter(KeyService::isVisible);
  }

  public Optional<Key> findByVersion(KeyVersionId version) {
    return directory.findByVersion(version).filter(KeyService::isVisible);
  }

  /// Only what is in memory; never blocks.
  public Optional<Key> resident(KeyId id) {
    return directory.resident(id).filter(KeyService::isVisible);
  }

  public Optional<Key> residentByVersion(KeyVersionId version) {
    return directory.residentByVersion(version).filter(KeyService::isVisible);
  }

  public Aliases aliases() {
    return aliases;
  }

  public KeyLife life() {
    return life;
  }

  /// A page of keys, oldest first.
  public List<Key> page(int offset, int limit) {
    return store.read(view -> view.visibleKeys().page(offset, limit));
  }

  public long count() {
    return store.read(view -> view.visibleKeys().count());
  }

  /// How many keys an instance holds, those in their deletion window among them.
  public long count(KmsInstanceId instance) {
    return store.read(view -> view.visibleKeys(instance).count());
  }

  private static KeyVersion material(Hsm hsm, KeyTraits traits, KeyVersionId version, Instant now) {
    try {
      WrappedKey wrapped = hsm.generate(traits.spec(), traits.usages());
      byte[] mac = RowMac.compute(hsm, RowMac.Binding.of(traits), version, wrapped);
      return new KeyVersion(version, now, Optional.of(wrapped), mac);
    } catch (HsmException e) {
      throw Refusals.translate(e);
    }
  }

  private static boolean isVisible(Key key) {
    return key.state() != KeyState.DESTROYING;
  }
}
