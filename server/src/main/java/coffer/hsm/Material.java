package coffer.hsm;

import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import java.util.Set;

/// Wrapped material with all an HSM must know to unwrap it for use.
public record Material(
    KeyVersionId version, KeySpec spec, Set<KeyUsage> usages, WrappedKey wrapped) {
  public Material {
    usages = Set.copyOf(usages);
  }

  /// Whether it rests inside HSMs and nowhere else.
  public boolean isInternal() {
    return wrapped.format() == WrapFormat.INTERNAL;
  }

  public Material with(WrappedKey other) {
    return new Material(version, spec, usages, other);
  }
}
