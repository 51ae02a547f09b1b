package coffer.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A key as the service knows it: metadata and versions, never plain material.
///
/// @param versions oldest first, never empty; the last one is the primary
/// @param materialExpires when imported material is removed; empty is never
/// @param deleteDate end of the deletion window, in PendingDeletion only
/// @param creator account id of the creator
public record Key(
    KeyId id,
    KmsInstanceId instance,
    KeySpec spec,
    KeyUsage usage,
    Optional<KeyUsage> secondaryUsage,
    KeyState state,
    Origin origin,
    ProtectionLevel protectionLevel,
    KeyStorageMechanism storage,
    String description,
    String creator,
    Instant created,
    List<KeyVersion> versions,
    Optional<Instant> deleteDate,
    Optional<Instant> materialExpires,
    boolean deletionProtected,
    String deletionProtectionDescription) {

  public Key {
    versions = List.copyOf(versions);
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("a key has at least one version");
    }
  }

  /// The version that OpenAPI and the Advance calls encrypt with.
  public KeyVersion primary() {
    return versions.getLast();
  }

  /// The version that the plain Instance API calls encrypt with.
  public KeyVersion initial() {
    return versions.getFirst();
  }

  public Optional<KeyVersion> version(KeyVersionId version) {
    for (KeyVersion candidate : versions) {
      if (candidate.id().equals(version)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  public boolean serves(KeyUsage wanted) {
    return usage == wanted || secondaryUsage.filter(u -> u == wanted).isPresent();
  }

  public Set<KeyUsage> usages() {
    return secondaryUsage.map(second -> Set.of(usage, second)).orElseGet(() -> Set.of(usage));
  }

  /// A legal move or none, or Rejected.StateModifiedFailed.
  public Key become(KeyState next) {
    return state == next ? this : become(next, deleteDate);
  }

  /// A legal move, or Rejected.StateModifiedFailed.
  public Key become(KeyState next, Optional<Instant> deleteAt) {
    if (!state.canBecome(next)) {
      throw new KmsException(ErrorCode.STATE_MODIFIED_FAILED);
    }
    return with(next, versions, deleteAt);
  }

  public Key described(String text) {
    return with(text, deletionProtected, deletionProtectionDescription);
  }

  /// @param reason empty unless it is protected
  public Key protectedAgainstDeletion(boolean on, String reason) {
    return with(description, on, reason);
  }

  /// In Destroying, and with nothing left of its material.
  public Key erased() {
    List<KeyVersion> empty = versions.stream().map(KeyVersion::withoutMaterial).toList();
    return become(KeyState.DESTROYING).with(KeyState.DESTROYING, empty, deleteDate);
  }

  /// Whether there is material to use.
  public boolean hasMaterial() {
    return primary().material().isPresent();
  }

  private Key with(KeyState next, List<KeyVersion> kept, Optional<Instant> deleteAt) {
    return new Key(
        id,
        instance,
        spec,
        usage,
        secondaryUsage,
        next,
        origin,
        protectionLevel,
        storage,
        description,
        creator,
        created,
        kept,
        deleteAt,
        materialExpires,
        deletionProtected,
        deletionProtectionDescription);
  }

  private Key with(String text, boolean isProtected, String reason) {
    return new Key(
        id,
        instance,
        spec,
        usage,
        secondaryUsage,
        state,
        origin,
        protectionLevel,
        storage,
        text,
        creator,
        created,
        versions,
        deleteDate,
        materialExpires,
        isProtected,
        reason);
  }
}
