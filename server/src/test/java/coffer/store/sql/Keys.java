package coffer.store.sql;

import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyTraits;
import coffer.model.KeyUsage;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.KmsInstanceId;
import coffer.model.Origin;
import coffer.model.ProtectionLevel;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Keys for tests, and changes of them.
final class Keys {
  private Keys() {}

  static Key withVersions(int versions) {
    return with("", Stream.generate(Keys::version).limit(versions).toList());
  }

  static KeyVersion version() {
    return new KeyVersion(
        new KeyVersionId(UUID.randomUUID()),
        Instant.EPOCH,
        Optional.of(new WrappedKey(1, WrapFormat.AES_KWP, new byte[40], new byte[0])),
        new byte[32]);
  }

  static KeyVersion withoutMaterial(KeyVersion version) {
    return new KeyVersion(version.id(), version.created(), Optional.empty(), new byte[0]);
  }

  static Key described(Key key, String description) {
    return with(description, key.versions());
  }

  static Key with(Key key, KeyVersion more) {
    return with(
        key.description(), Stream.concat(key.versions().stream(), Stream.of(more)).toList());
  }

  static Key replacing(Key key, KeyVersion version) {
    return with(
        key.description(),
        key.versions().stream().map(v -> v.id().equals(version.id()) ? version : v).toList());
  }

  static Key withoutInitial(Key key) {
    return with(key.description(), key.versions().stream().skip(1).toList());
  }

  private static Key with(String description, List<KeyVersion> versions) {
    KeyTraits traits =
        new KeyTraits(
            new KeyId("key-aaaaaaaaaaaaaaaaaaaa"),
            new KmsInstanceId("kst-aaaaaaaaaaaaaaaaaaaa"),
            KeySpec.ALIYUN_AES_256,
            KeyUsage.ENCRYPT_DECRYPT,
            Optional.empty(),
            Origin.ALIYUN_KMS,
            ProtectionLevel.HSM,
            KeyStorageMechanism.HSM_ENCRYPTED_DATABASE,
            "1234567890123456",
            Instant.EPOCH);
    return Key.born(traits, versions.getFirst(), description).withVersions(versions);
  }
}
