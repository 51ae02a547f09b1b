package coffer.keys;

import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyVersion;
import coffer.model.KmsException;
import coffer.model.Origin;
import coffer.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// New versions of keys: asked for, of asymmetric keys, or by themselves, of symmetric ones. A new
/// version is the primary one; with the others nothing is encrypted or signed any more unless a
/// caller names them. Does not check permissions.
public final class KeyRotation {
  public static final Duration INTERVAL_MIN = Duration.ofDays(7);
  public static final Duration INTERVAL_MAX = Duration.ofDays(730);

  private static final Duration BETWEEN_VERSIONS_MIN = Duration.ofDays(7);
  private static final int VERSIONS_MAX = 50;

  private final Store store;
  private final KeyDirectory directory;
  private final VersionForge forge;
  private final MaterialGate gate;

  KeyRotation(Store store, KeyDirectory directory, VersionForge forge, MaterialGate gate) {
    this.store = store;
    this.directory = directory;
    this.forge = forge;
    this.gate = gate;
  }

  /// Durable when it returns, like every change here.
  public Key createVersion(Key key) {
    requireNewVersion(key);
    return gate.making(
        key.instance(),
        () -> {
          KeyVersion next = forge.forge(key.traits());
          return change(key.id(), this::requireNewVersion, now -> now.rotated(next));
        });
  }

  /// @param every absent when the key is no longer to rotate by itself
  public void schedule(KeyId id, Optional<Duration> every) {
    every.ifPresent(interval -> requireInterval("RotationInterval", interval));
    change(id, KeyRotation::requireRotatable, key -> key.rotating(every));
  }

  /// Keys that are due, oldest first.
  public List<KeyId> due(int offset, int limit) {
    Instant now = forge.now();
    return store.read(
        view -> view.keysToRotate(now).page(offset, limit).stream().map(Key::id).toList());
  }

  /// Gives a key its next version if it is due.
  ///
  /// @return the rotated key; empty when it is not due, or not any more
  public Optional<Key> rotate(KeyId id) {
    Optional<Key> found = directory.find(id).filter(this::isDue);
    if (found.isEmpty()) {
      return found;
    }
    return gate.making(
        found.get().instance(),
        () -> {
          KeyVersion next = forge.forge(found.get().traits());
          return directory.changeIf(id, this::isDue, (_, key) -> key.rotated(next));
        });
  }

  private boolean isDue(Key key) {
    return key.state() == KeyState.ENABLED
        && key.nextRotation().filter(at -> !forge.now().isBefore(at)).isPresent();
  }

  static void requireInterval(String parameter, Duration interval) {
    if (interval.compareTo(INTERVAL_MIN) < 0 || interval.compareTo(INTERVAL_MAX) > 0) {
      throw KmsException.invalid(parameter, "it is 7 to 730 days");
    }
  }

  /// Whether keys of the kind can rotate by themselves.
  static void requireRotatable(KeySpec spec, Origin origin, KeyStorageMechanism storage) {
    if (spec.family() != KeySpec.Family.AES) {
      throw unsupported("only symmetric keys rotate by themselves");
    }
    if (origin == Origin.EXTERNAL) {
      throw new KmsException(ErrorCode.UNSUPPORTED_ORIGIN);
    }
    requireDatabase(storage);
  }

  private static void requireRotatable(Key key) {
    if (key.spec().family() == KeySpec.Family.AES) {
      Refusals.unlessEnabled(key);
    }
    requireRotatable(key.spec(), key.origin(), key.traits().storage());
  }

  private void requireNewVersion(Key key) {
    if (!key.spec().isAsymmetric()) {
      throw unsupported("versions are created of asymmetric keys");
    }
    Refusals.unlessEnabled(key);
    if (key.origin() == Origin.EXTERNAL) {
      throw new KmsException(ErrorCode.UNSUPPORTED_ORIGIN);
    }
    requireDatabase(key.traits().storage());
    if (key.versions().size() >= VERSIONS_MAX) {
      throw limit("a key has at most 50 versions");
    }
    if (forge.now().isBefore(key.primary().created().plus(BETWEEN_VERSIONS_MIN))) {
      throw limit("the key's last version was created less than 7 days ago");
    }
  }

  private static void requireDatabase(KeyStorageMechanism storage) {
    if (storage != KeyStorageMechanism.HSM_ENCRYPTED_DATABASE) {
      throw unsupported("a key of storage HsmInternal has one version");
    }
  }

  private Key change(KeyId id, Consumer<Key> requirement, UnaryOperator<Key> change) {
    return directory
        .changeIf(
            id,
            key -> key.state() != KeyState.DESTROYING,
            (_, key) -> {
              requirement.accept(key);
              return change.apply(key);
            })
        .orElseThrow(() -> new KmsException(ErrorCode.KEY_NOT_FOUND));
  }

  private static KmsException unsupported(String why) {
    return new KmsException(
        ErrorCode.REJECTED_UNSUPPORTED_OPERATION, "Unsupported operation: " + why + ".");
  }

  private static KmsException limit(String why) {
    return new KmsException(ErrorCode.LIMIT_EXCEEDED, "The request was rejected: " + why + ".");
  }
}
