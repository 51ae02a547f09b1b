package coffer.operations.kms;

import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.KmsInstanceId;
import coffer.model.Origin;
import coffer.model.ProtectionLevel;
import coffer.operations.Doc;
import coffer.operations.Services;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// A key as CreateKey and DescribeKey answer it.
public record KeyMetadata(
    @Doc("Id of the key.") String keyId,
    @Doc("ARN of the key.") String arn,
    @Doc("State of the key.") KeyState keyState,
    @Doc("What the key is for.") KeyUsage keyUsage,
    @Doc("What an RSA key is for besides.") Optional<KeyUsage> secondaryKeyUsage,
    @Doc("Kind and size of the key.") KeySpec keySpec,
    @Doc("Where its material was born.") Origin origin,
    @Doc("What guards its material.") ProtectionLevel protectionLevel,
    @Doc("Where its material rests.") KeyStorageMechanism keyStorageMechanism,
    @Doc("Account that created it.") String creator,
    @Doc("When it was created.") Instant creationDate,
    @Doc("Free text.") String description,
    @Doc(value = "Instance that holds it.", name = "DKMSInstanceId") KmsInstanceId instance,
    @Doc("Newest version of a symmetric key.") Optional<KeyVersionId> primaryKeyVersion,
    @Doc("When the newest version was made.") Instant lastRotationDate,
    @Doc("Enabled, Disabled, or Suspended while a key that is to rotate cannot be used.")
        String automaticRotation,
    @Doc("When it gets its next version by itself.") Optional<Instant> nextRotationDate,
    @Doc("Seconds from one version to the next, as `604800s`.") Optional<String> rotationInterval,
    @Doc("When imported material expires; empty is never.") Optional<String> materialExpireTime,
    @Doc("When a key in PendingDeletion is destroyed.") Optional<Instant> deleteDate,
    @Doc("Whether it is protected against deletion.") Optional<String> deletionProtection,
    @Doc("Why it is protected.") Optional<String> deletionProtectionDescription) {

  private static String automaticRotation(Key key) {
    if (key.rotation().isEmpty()) {
      return "Disabled";
    }
    return key.state() == KeyState.ENABLED ? "Enabled" : "Suspended";
  }

  static KeyMetadata created(Services services, Key key) {
    return of(services, key, Optional.empty(), Optional.empty());
  }

  static KeyMetadata described(Services services, Key key) {
    Optional<String> reason = key.deletion().protection();
    return of(services, key, Optional.of(reason.isPresent() ? "Enabled" : "Disabled"), reason);
  }

  private static KeyMetadata of(
      Services services, Key key, Optional<String> protection, Optional<String> reason) {
    Optional<String> expires =
        key.origin() == Origin.EXTERNAL
            ? Optional.of(
                key.materialExpires().map(DateTimeFormatter.ISO_INSTANT::format).orElse(""))
            : Optional.empty();
    return new KeyMetadata(
        key.id().value(),
        services.account().arn("key/" + key.id()),
        key.state(),
        key.usage(),
        key.traits().secondaryUsage(),
        key.spec(),
        key.origin(),
        key.traits().protectionLevel(),
        key.traits().storage(),
        key.traits().creator(),
        key.traits().created(),
        key.description(),
        key.instance(),
        key.spec().isAsymmetric() ? Optional.empty() : Optional.of(key.primary().id()),
        key.primary().created(),
        automaticRotation(key),
        key.nextRotation(),
        key.rotation().map(Interval::text),
        expires,
        key.deletion().date(),
        protection,
        reason);
  }
}
