package coffer.hsm.software;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import java.security.Key;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A parsed key. Release drops it: the JDK's keys cannot be wiped.
final class SoftwareKey implements HsmKey {
  private final SoftwareMember owner;
  private final KeySpec spec;
  private final Set<KeyUsage> usages;
  private volatile @Nullable Key key;

  SoftwareKey(SoftwareMember owner, KeySpec spec, Set<KeyUsage> usages, Key key) {
    this.owner = owner;
    this.spec = spec;
    this.usages = usages;
    this.key = key;
  }

  KeySpec spec() {
    return spec;
  }

  boolean belongsTo(SoftwareMember member) {
    return owner == member;
  }

  /// The key, if it is of this family and may be used so.
  <K extends Key> K use(KeySpec.Family family, Class<K> kind, KeyUsage usage) {
    if (!usages.contains(usage)) {
      throw new HsmException(HsmFailure.CALLER, "the key's usages do not allow this");
    }
    return use(family, kind);
  }

  /// The key, if it is of this family, whose every usage allows this.
  <K extends Key> K use(KeySpec.Family family, Class<K> kind) {
    Key present = key;
    if (present == null) {
      throw new HsmException(HsmFailure.STALE_KEY, "the key was released");
    }
    if (spec.family() != family) {
      throw new HsmException(HsmFailure.CALLER, "the key is not for this mechanism");
    }
    return kind.cast(present);
  }

  void release() {
    key = null;
  }

  @Override
  public String toString() {
    return "SoftwareKey[" + spec + "]";
  }
}
