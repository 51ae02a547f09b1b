package coffer.model;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What a key was made as, and stays for its whole life.
///
/// @param secondaryUsage of an RSA key only, and another than `usage`
/// @param creator account id of the creator
public record KeyTraits(
    KeyId id,
    KmsInstanceId instance,
    KeySpec spec,
    KeyUsage usage,
    Optional<KeyUsage> secondaryUsage,
    Origin origin,
    ProtectionLevel protectionLevel,
    KeyStorageMechanism storage,
    String creator,
    Instant created) {

  public boolean serves(KeyUsage wanted) {
    return usage == wanted || secondaryUsage.filter(u -> u == wanted).isPresent();
  }

  public Set<KeyUsage> usages() {
    return secondaryUsage.map(second -> Set.of(usage, second)).orElseGet(() -> Set.of(usage));
  }
}
