package coffer.keys;

import coffer.hsm.Hsm;
import coffer.hsm.HsmKey;
import coffer.hsm.Material;
import coffer.model.Key;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Material that is unwrapped and ready. Before the first use of a version its row MAC is verified;
/// the verdict lasts as long as the entry.
final class Materials {
  private static final Logger LOG = LoggerFactory.getLogger(Materials.class);
  private static final int KEYS_MAX = 20_000;
  private static final int GONE_MAX = 100_000;
  private static final Duration AGE_MAX = Duration.ofMinutes(10);

  private final Hsms hsms;
  private final TrueRows rows;
  private final Cache<KeyVersionId, Ready> ready =
      Caffeine.newBuilder().maximumSize(KEYS_MAX).expireAfterWrite(AGE_MAX).build();

  /// Versions that were destroyed of late: a call that was on its way with one leaves nothing of it
  /// behind. No call takes as long as that.
  private final Cache<KeyVersionId, Boolean> gone =
      Caffeine.newBuilder().maximumSize(GONE_MAX).expireAfterWrite(AGE_MAX).build();

  /// @param hsm the connection that `key` belongs to
  record Ready(Hsm hsm, HsmKey key) {}

  Materials(Hsms hsms, TrueRows rows) {
    this.hsms = hsms;
    this.rows = rows;
  }

  /// A connection that was made anew is another object, and its keys are its own.
  @SuppressWarnings("ReferenceEquality")
  Ready of(Key key, KeyVersion version) {
    Hsm hsm = hsms.of(key.instance());
    Ready entry = ready.getIfPresent(version.id());
    if (entry != null && entry.hsm() == hsm) {
      return entry;
    }
    Ready made = unwrapped(key, version);
    ready.put(version.id(), made);
    return made;
  }

  /// Whether `of` would answer at once and calls on it would not wait.
  boolean isResident(Key key, KeyVersion version) {
    Ready entry = ready.getIfPresent(version.id());
    return entry != null && !entry.hsm().mayBlock();
  }

  /// Unwraps everything anew when it is used: connections were exchanged, and of the former ones
  /// nothing may count as ready.
  void forgetAll() {
    ready.invalidateAll();
  }

  /// Forgets every version of a key for good, here and in the HSMs: also what calls that are on
  /// their way now will have made of it.
  void destroy(Key key) {
    for (KeyVersion version : key.versions()) {
      gone.put(version.id(), true);
      forget(key, version);
    }
  }

  /// The same material is back.
  void readmit(Key key) {
    key.versions().forEach(version -> gone.invalidate(version.id()));
  }

  /// To be called after each use; does nothing unless the version was destroyed meanwhile.
  void leaveNoTrace(Key key, KeyVersion version) {
    if (gone.getIfPresent(version.id()) != null) {
      forget(key, version);
    }
  }

  /// An HSM may hold what is not remembered here any more. Without a connection there is none.
  private void forget(Key key, KeyVersion version) {
    Ready entry = ready.asMap().remove(version.id());
    if (entry != null) {
      entry.hsm().release(entry.key());
    }
    try {
      hsms.of(key.instance()).forget(version.id());
    } catch (KmsException e) {
      LOG.debug("instance {} is not connected: nothing to forget there", key.instance());
    }
  }

  private Ready unwrapped(Key key, KeyVersion version) {
    TrueRows.Found found = rows.find(key, version);
    Material material = new Material(version.id(), key.spec(), key.usages(), found.wrapped());
    return new Ready(found.hsm(), found.hsm().unwrap(material));
  }
}
