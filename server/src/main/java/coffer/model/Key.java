package coffer.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A key as the service knows it: metadata and versions, never plain material.
///
/// @param traits what never changes
/// @param versions oldest first, never empty; the last one is the primary
/// @param materialExpires when imported material is removed; empty is never
/// @param rotation how long after its newest version a key gets another by itself; empty is never
public record Key(
    KeyTraits traits,
    KeyState state,
    List<KeyVersion> versions,
    String description,
    KeyDeletion deletion,
    Optional<Instant> materialExpires,
    Optional<Duration> rotation,
    Tags tags) {

  public Key {
    versions = List.copyOf(versions);
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("a key has at least one version");
    }
  }

  /// A new key: enabled, or waiting for its import when its first version has no material.
  public static Key born(KeyTraits traits, KeyVersion first, String description) {
    return new Key(
        traits,
        first.material().isPresent() ? KeyState.ENABLED : KeyState.PENDING_IMPORT,
        List.of(first),
        description,
        KeyDeletion.NONE,
        Optional.empty(),
        Optional.empty(),
        Tags.NONE);
  }

  public KeyId id() {
    return traits.id();
  }

  public KmsInstanceId instance() {
    return traits.instance();
  }

  public KeySpec spec() {
    return traits.spec();
  }

  public KeyUsage usage() {
    return traits.usage();
  }

  public Origin origin() {
    return traits.origin();
  }

  public boolean serves(KeyUsage wanted) {
    return traits.serves(wanted);
  }

  public Set<KeyUsage> usages() {
    return traits.usages();
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

  /// Whether there is material to use.
  public boolean hasMaterial() {
    return primary().material().isPresent();
  }

  /// A legal move or none, or Rejected.StateModifiedFailed.
  public Key become(KeyState next) {
    return state == next ? this : become(next, deletion.date());
  }

  /// A legal move, or Rejected.StateModifiedFailed.
  public Key become(KeyState next, Optional<Instant> deleteAt) {
    if (!state.canBecome(next)) {
      throw new KmsException(ErrorCode.STATE_MODIFIED_FAILED);
    }
    KeyDeletion then = deletion.at(deleteAt);
    return new Key(traits, next, versions, description, then, materialExpires, rotation, tags);
  }

  public Key described(String text) {
    return new Key(traits, state, versions, text, deletion, materialExpires, rotation, tags);
  }

  /// @param reason absent when it is no longer to be protected
  public Key protectedAgainstDeletion(Optional<String> reason) {
    KeyDeletion then = deletion.protectedBy(reason);
    return new Key(traits, state, versions, description, then, materialExpires, rotation, tags);
  }

  /// With a new primary version.
  public Key rotated(KeyVersion next) {
    return withVersions(Stream.concat(versions.stream(), Stream.of(next)).toList());
  }

  public Key withVersions(List<KeyVersion> other) {
    return new Key(traits, state, other, description, deletion, materialExpires, rotation, tags);
  }

  /// @param every absent when it is no longer to rotate by itself
  public Key rotating(Optional<Duration> every) {
    return new Key(traits, state, versions, description, deletion, materialExpires, every, tags);
  }

  public Key tagged(Tags other) {
    return new Key(
        traits, state, versions, description, deletion, materialExpires, rotation, other);
  }

  /// When it gets its next version by itself, if it is enabled then.
  public Optional<Instant> nextRotation() {
    return rotation.map(every -> primary().created().plus(every));
  }

  /// In Destroying, and with nothing left of its material.
  public Key erased() {
    return become(KeyState.DESTROYING).withVersions(emptied());
  }

  /// With material that was imported: Enabled, if it was waiting for that.
  ///
  /// @param expires when the material is removed; empty is never
  public Key withMaterial(KeyVersion imported, Optional<Instant> expires) {
    KeyState then = state == KeyState.PENDING_IMPORT ? KeyState.ENABLED : state;
    return new Key(traits, then, List.of(imported), description, deletion, expires, rotation, tags);
  }

  /// Without its imported material: waiting for it again, unless it is to be deleted.
  public Key withoutMaterial() {
    boolean usable = state == KeyState.ENABLED || state == KeyState.DISABLED;
    KeyState then = usable ? KeyState.PENDING_IMPORT : state;
    return new Key(
        traits, then, emptied(), description, deletion, Optional.empty(), rotation, tags);
  }

  private List<KeyVersion> emptied() {
    return versions.stream().map(KeyVersion::withoutMaterial).toList();
  }
}
