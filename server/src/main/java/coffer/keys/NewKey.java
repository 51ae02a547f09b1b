package coffer.keys;

import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyTraits;
import coffer.model.KeyUsage;
import coffer.model.KmsException;
import coffer.model.KmsInstanceId;
import coffer.model.Origin;
import coffer.model.ProtectionLevel;
import coffer.model.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a key is to be. Illegal combinations cannot be built.
///
/// @param policy the document of the key's own policy
public record NewKey(
    KmsInstanceId instance,
    KeySpec spec,
    KeyUsage usage,
    Optional<KeyUsage> secondaryUsage,
    Origin origin,
    KeyStorageMechanism storage,
    String description,
    Optional<Duration> rotation,
    Tags tags,
    Optional<String> policy) {
  private static final int DESCRIPTION_LENGTH_MAX = 8192;

  /// One that does not rotate by itself, without tags and a policy of its own.
  public NewKey(
      KmsInstanceId instance,
      KeySpec spec,
      KeyUsage usage,
      Optional<KeyUsage> secondaryUsage,
      Origin origin,
      KeyStorageMechanism storage,
      String description) {
    this(
        instance,
        spec,
        usage,
        secondaryUsage,
        origin,
        storage,
        description,
        Optional.empty(),
        Tags.NONE,
        Optional.empty());
  }

  public NewKey {
    if (!spec.usages().contains(usage)) {
      throw KmsException.unsupported("a key of spec " + spec.wireName() + " has no such usage");
    }
    KeyUsage first = usage;
    boolean bothOfRsa = spec.family() == KeySpec.Family.RSA;
    if (secondaryUsage
        .filter(u -> !bothOfRsa || u == first || !spec.usages().contains(u))
        .isPresent()) {
      throw KmsException.invalid("SecondaryKeyUsage", "only an RSA key has a second, other usage");
    }
    if (rotation.isPresent()) {
      KeyRotation.requireRotatable(spec, origin, storage);
      KeyRotation.requireInterval("RotationInterval", rotation.get());
    }
    if (origin == Origin.EXTERNAL && storage == KeyStorageMechanism.HSM_INTERNAL) {
      throw KmsException.unsupported("Origin EXTERNAL with KeyStorageMechanism HsmInternal");
    }
    description = checked("Description", description);
  }

  KeyTraits traits(KeyId id, ProtectionLevel protectionLevel, String creator, Instant created) {
    return new KeyTraits(
        id,
        instance,
        spec,
        usage,
        secondaryUsage,
        origin,
        protectionLevel,
        storage,
        creator,
        created);
  }

  static String checked(String parameter, String text) {
    if (text.length() > DESCRIPTION_LENGTH_MAX) {
      throw KmsException.invalid(parameter, "it has more than 8192 characters");
    }
    return text;
  }
}
