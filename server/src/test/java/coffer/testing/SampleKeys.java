package coffer.testing;

import coffer.model.Key;
import coffer.model.KeyDeletion;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyTraits;
import coffer.model.KeyUsage;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.KmsInstanceId;
import coffer.model.Origin;
import coffer.model.ProtectionLevel;
import coffer.model.Tags;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Keys that no HSM made, for tests that only keep them.
public final class SampleKeys {
  private SampleKeys() {}

  public static Key key(KeyId id, KmsInstanceId instance, KeyState state, Instant deleteDate) {
    return key(id, instance, state, deleteDate, KeyStorageMechanism.HSM_ENCRYPTED_DATABASE);
  }

  public static Key key(
      KeyId id,
      KmsInstanceId instance,
      KeyState state,
      Instant deleteDate,
      KeyStorageMechanism storage) {
    WrappedKey wrapped = new WrappedKey(1, WrapFormat.AES_KWP, new byte[40], new byte[0]);
    KeyTraits traits =
        new KeyTraits(
            id,
            instance,
            KeySpec.ALIYUN_AES_256,
            KeyUsage.ENCRYPT_DECRYPT,
            Optional.empty(),
            Origin.ALIYUN_KMS,
            ProtectionLevel.HSM,
            storage,
            "1234567890123456",
            Instant.EPOCH);
    KeyVersion version =
        new KeyVersion(
            new KeyVersionId(UUID.randomUUID()), Instant.EPOCH, Optional.of(wrapped), new byte[32]);
    KeyDeletion deletion = new KeyDeletion(Optional.of(deleteDate), Optional.empty());
    return new Key(
        traits,
        state,
        List.of(version),
        "",
        deletion,
        Optional.empty(),
        Optional.empty(),
        Tags.NONE);
  }
}
