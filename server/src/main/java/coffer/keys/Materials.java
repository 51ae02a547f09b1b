package coffer.keys;

import coffer.hsm.Hsm;
import coffer.hsm.HsmKey;
import coffer.hsm.Material;
import coffer.model.Key;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.WrappedKey;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/// Material that is unwrapped and ready. Before the first use of a version its row MAC is verified;
/// the verdict lasts as long as the entry.
final class Materials {
  private static final int KEYS_MAX = 20_000;
  private static final Duration AGE_MAX = Duration.ofMinutes(10);

  private final Hsms hsms;
  private final Cache<KeyVersionId, Ready> ready =
      Caffeine.newBuilder().maximumSize(KEYS_MAX).expireAfterWrite(AGE_MAX).build();

  /// @param hsm the connection that `key` belongs to
  record Ready(Hsm hsm, HsmKey key) {}

  Materials(Hsms hsms) {
    this.hsms = hsms;
  }

  /// A connection that was made anew is another object, and its keys are its own.
  @SuppressWarnings("ReferenceEquality")
  Ready of(Key key, KeyVersion version) {
    Hsm hsm = hsms.of(key.instance());
    Ready entry = ready.getIfPresent(version.id());
    if (entry != null && entry.hsm() == hsm) {
      return entry;
    }
    Ready made = new Ready(hsm, unwrap(hsm, key, version));
    ready.put(version.id(), made);
    return made;
  }

  /// Whether `of` would answer at once and calls on it would not wait.
  boolean isResident(Key key, KeyVersion version) {
    Ready entry = ready.getIfPresent(version.id());
    return entry != null && !entry.hsm().mayBlock();
  }

  /// Forgets every version of a key, here and in the HSMs.
  void evict(Key key) {
    for (KeyVersion version : key.versions()) {
      Ready entry = ready.asMap().remove(version.id());
      if (entry != null) {
        entry.hsm().release(entry.key());
      }
    }
  }

  private static HsmKey unwrap(Hsm hsm, Key key, KeyVersion version) {
    WrappedKey wrapped = RowMac.authentic(hsm, key, version);
    return hsm.unwrap(new Material(version.id(), key.spec(), key.usages(), wrapped));
  }
}
