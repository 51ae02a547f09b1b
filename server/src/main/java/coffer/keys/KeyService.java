package coffer.keys;

import coffer.hsm.Hsm;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeyPolicy;
import coffer.model.KeyState;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyTraits;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.KmsInstanceId;
import coffer.model.Origin;
import coffer.model.Tags;
import coffer.store.KeyFilter;
import coffer.store.KeySearch;
import coffer.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// How keys come to be, and where they are found. Material is generated in the HSM first and
/// committed to the store then: a crash between leaves volatile memory, or an object inside HSMs
/// that the cluster finds and removes, never a key without material.
public final class KeyService {
  private static final int INTERNAL_KEYS_MAX = 1_000;

  private final Store store;
  private final KeyDirectory directory;
  private final Aliases aliases;
  private final KeyLife life;
  private final VersionForge forge;
  private final KeyRotation rotation;
  private final Tagging tagging;
  private final KeyImports imports;
  private final UseCounts uses;
  private final MaterialGate gate = new MaterialGate();
  private final KeyMigration migration;
  private final Hsms hsms;
  private final Supplier<KeyId> keyIds;
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
    this.forge = new VersionForge(store, hsms, clock, versionIds);
    this.rotation = new KeyRotation(store, directory, forge, gate);
    this.tagging = new Tagging(store, directory);
    this.uses = new UseCounts(store);
    this.imports = new KeyImports(store, directory, hsms, clock, gate);
    this.migration = new KeyMigration(store, directory, gate, clock);
    this.hsms = hsms;
    this.keyIds = keyIds;
    this.account = account;
  }

  /// Durable when it returns. A key of Origin EXTERNAL has no material and waits for its import.
  public Key create(NewKey wanted) {
    return create(wanted, _ -> {});
  }

  /// @param last looks at the key before it is kept, and may refuse
  public Key create(NewKey wanted, Consumer<Key> last) {
    return gate.making(wanted.instance(), () -> made(wanted, last));
  }

  private Key made(NewKey wanted, Consumer<Key> last) {
    Hsm hsm = hsms.of(wanted.instance());
    refuseTooManyInside(wanted);
    KeyTraits traits = wanted.traits(keyIds.get(), hsm.protectionLevel(), account, forge.now());
    KeyVersion first = wanted.origin() == Origin.EXTERNAL ? forge.empty() : forge.forge(traits);
    Key key =
        Key.born(traits, first, wanted.description())
            .rotating(wanted.rotation())
            .tagged(wanted.tags());
    try {
      last.accept(key);
      directory.insert(
          key,
          wanted
              .policy()
              .map(it ->
                  new KeyPolicy(key.id(), it, key.traits().created(), key.traits().created())));
    } catch (KmsException e) {
      // Nothing was kept, so that nothing must rest in the HSMs either.
      hsm.forget(first.id());
      throw e;
    }
    return key;
  }

  /// Every such key is an object inside each HSM, of which some find one by looking at all of them.
  private void refuseTooManyInside(NewKey wanted) {
    boolean full =
        wanted.storage() == KeyStorageMechanism.HSM_INTERNAL
            && store.read(view -> view.internalKeys(wanted.instance()).count())
                >= INTERNAL_KEYS_MAX;
    if (full) {
      throw new KmsException(ErrorCode.LIMIT_EXCEEDED);
    }
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

  public KeyRotation rotation() {
    return rotation;
  }

  public Tagging tagging() {
    return tagging;
  }

  /// A key's tags, from memory when it is in use; none of a key that is not there.
  public Tags tags(KeyId id) {
    return find(id).map(Key::tags).orElse(Tags.NONE);
  }

  public UseCounts uses() {
    return uses;
  }

  public KeyImports imports() {
    return imports;
  }

  public KeyMigration migration() {
    return migration;
  }

  TrueRows rows() {
    return new TrueRows(
        hsms, key -> store.read(view -> view.keys().find(key.id())).orElse(key), gate);
  }

  /// A page of keys, oldest first.
  public List<Key> page(int offset, int limit) {
    return store.read(view -> view.visibleKeys().page(offset, limit));
  }

  /// A page of the keys that are looked for, oldest first.
  public List<Key> page(KeyFilter filter, int offset, int limit) {
    return store.read(view -> view.visibleKeys(filter).page(offset, limit));
  }

  public List<Key> search(KeySearch search, int limit) {
    return store.read(view -> view.searchKeys(search, limit));
  }

  public long count(KeyFilter filter) {
    return store.read(view -> view.visibleKeys(filter).count());
  }

  public long count() {
    return store.read(view -> view.visibleKeys().count());
  }

  /// How many keys an instance holds, those in their deletion window among them.
  public long count(KmsInstanceId instance) {
    return store.read(view -> view.visibleKeys(instance).count());
  }

  private static boolean isVisible(Key key) {
    return key.state() != KeyState.DESTROYING;
  }
}
