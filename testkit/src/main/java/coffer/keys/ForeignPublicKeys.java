package coffer.keys;

import coffer.hsm.Hsm;
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
import coffer.model.SigningAlgorithm;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Public keys whose private halves nobody here has, as keys of an instance, with row MACs of its
/// HSM: the service verifies by them as by any other.
public final class ForeignPublicKeys {
  private static final KmsInstanceId INSTANCE = new KmsInstanceId("kst-00000000000000000001");

  private final Hsm hsm;
  private final Cryptography cryptography;

  public ForeignPublicKeys(Hsm hsm) {
    this.hsm = hsm;
    this.cryptography = new Cryptography(_ -> hsm, Clock.systemUTC());
  }

  /// @param subjectPublicKeyInfo X.509, DER
  public Key of(KeySpec spec, byte[] subjectPublicKeyInfo) {
    KeyTraits traits =
        new KeyTraits(
            new KeyId("key-00000000000000000001"),
            INSTANCE,
            spec,
            KeyUsage.SIGN_VERIFY,
            Optional.empty(),
            Origin.EXTERNAL,
            ProtectionLevel.HSM,
            KeyStorageMechanism.HSM_ENCRYPTED_DATABASE,
            "1234567890123456",
            Instant.EPOCH);
    WrappedKey material = new WrappedKey(1, WrapFormat.AES_KW, new byte[24], subjectPublicKeyInfo);
    KeyVersionId version = new KeyVersionId(UUID.randomUUID());
    byte[] mac = RowMac.compute(hsm, RowMac.Binding.of(traits), version, material);
    return Key.born(traits, new KeyVersion(version, Instant.EPOCH, Optional.of(material), mac), "");
  }

  public boolean verify(Key key, SigningAlgorithm algorithm, byte[] digest, byte[] signature) {
    return cryptography.verify(key, key.primary(), algorithm, digest, signature);
  }
}
