package coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmMember;
import coffer.hsm.Material;
import coffer.hsm.Sealed;
import coffer.jobs.Deletions;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.KmsInstanceId;
import coffer.model.Origin;
import coffer.model.Remnant;
import coffer.model.SecretBytes;
import coffer.model.SigningAlgorithm;
import coffer.model.WrapFormat;
import coffer.operations.House;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys of mechanism HsmInternal, from creation to destruction, on the real store and HSMs.
class InternalKeysTest {
  private static final byte[] NONE = {};

  @TempDir Path directory;
  private House house;

  @BeforeEach
  void build() {
    house = new House(directory);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void theStoreHoldsNoMaterialAndEveryHsmDoes() {
    for (KeySpec spec : KeySpec.values()) {
      Key key = create(spec);
      assertThat(key.primary().material().orElseThrow().format()).isEqualTo(WrapFormat.INTERNAL);
      assertThat(key.primary().material().orElseThrow().wrapped()).hasSize(32);
      for (HsmMember member : members()) {
        assertThat(member.installed()).contains(key.primary().id());
      }
    }
  }

  @Test
  void theyServeAsOthersDoAlsoAfterAReconnect() {
    Key aes = create(KeySpec.ALIYUN_AES_256);
    Key ec = create(KeySpec.EC_P256);
    Key hmac = create(KeySpec.HMAC_SHA256);
    Sealed sealed = encrypt(aes);
    byte[] mac = house.crypto.mac(hmac, hmac.primary(), new byte[] {1});
    house.instances.disconnect(House.INSTANCE, "test");
    house.reconnect();
    assertThat(decrypt(aes, sealed)).containsExactly(1, 2, 3);
    assertThat(house.crypto.mac(hmac, hmac.primary(), new byte[] {1})).isEqualTo(mac);
    byte[] digest = new byte[32];
    SigningAlgorithm how = SigningAlgorithm.ECDSA_SHA_256;
    byte[] signature = house.crypto.sign(ec, ec.primary(), how, digest);
    assertThat(house.crypto.verify(ec, ec.primary(), how, digest, signature)).isTrue();
  }

  @Test
  void whatAKillLeftInTheHsmsIsGoneAfterTheNextStart() {
    Key known = create(KeySpec.ALIYUN_AES_256);
    KeyVersionId orphan = new KeyVersionId(UUID.randomUUID());
    KeySpec spec = KeySpec.ALIYUN_AES_256;
    HsmMember one = members().iterator().next();
    Remnants.announce(house.store, Remnant.making(orphan, House.INSTANCE, house.clock.instant()));
    one.install(new Material(orphan, spec, spec.usages(), one.generate(spec, spec.usages())));
    house.instances.disconnect(House.INSTANCE, "test");
    house.reconnect();
    for (HsmMember member : members()) {
      assertThat(member.installed()).containsExactly(known.primary().id());
    }
  }

  @Test
  void aDestroyedKeyLeavesTheHsms() {
    Key doomed = create(KeySpec.ALIYUN_AES_256);
    Key kept = create(KeySpec.ALIYUN_AES_256);
    house.keys.life().scheduleDeletion(doomed.id(), 7);
    house.clock.forward(Duration.ofDays(8));
    try (Deletions deletions =
        new Deletions(house.keys.life(), house.crypto, house.audit, house.clock)) {
      assertThat(deletions.run()).isEqualTo(1);
    }
    for (HsmMember member : members()) {
      assertThat(member.installed()).containsExactly(kept.primary().id());
    }
    assertThat(decrypt(kept, encrypt(kept))).containsExactly(1, 2, 3);
  }

  @Test
  void aKeyThatTheStoreRefusedIsNotLeftBehind() {
    KeyService other =
        new KeyService(
            house.store,
            house.directory,
            _ -> house.instances.hsm(House.INSTANCE),
            house.clock,
            () -> new KeyId("key-zzzzzzzzzzzzzzzzzzzz"),
            () -> new KeyVersionId(UUID.randomUUID()),
            House.ACCOUNT.id());
    assertThatThrownBy(() -> other.create(wanted(House.OTHER_INSTANCE, KeySpec.EC_P256)))
        .isInstanceOfSatisfying(
            KmsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INSTANCE_NOT_FOUND));
    for (HsmMember member : members()) {
      assertThat(member.installed()).isEmpty();
    }
  }

  @Test
  void importedMaterialRestsInTheStoreOnly() {
    assertThatThrownBy(() ->
            new NewKey(
                House.INSTANCE,
                KeySpec.ALIYUN_AES_256,
                KeySpec.ALIYUN_AES_256.defaultUsage(),
                Optional.empty(),
                Origin.EXTERNAL,
                KeyStorageMechanism.HSM_INTERNAL,
                ""))
        .isInstanceOfSatisfying(
            KmsException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_OPERATION));
  }

  private Set<HsmMember> members() {
    Set<HsmMember> members =
        Set.copyOf(house.instances.connection(House.INSTANCE).orElseThrow().serving());
    assertThat(members).hasSize(2);
    return members;
  }

  private Key create(KeySpec spec) {
    return house.keys.create(wanted(House.INSTANCE, spec));
  }

  private static NewKey wanted(KmsInstanceId instance, KeySpec spec) {
    return new NewKey(
        instance,
        spec,
        spec.defaultUsage(),
        Optional.empty(),
        Origin.ALIYUN_KMS,
        KeyStorageMechanism.HSM_INTERNAL,
        "");
  }

  private Sealed encrypt(Key key) {
    try (SecretBytes plaintext = SecretBytes.copyOf(new byte[] {1, 2, 3})) {
      return house.crypto.encrypt(key, key.primary(), CipherParameters.gcm(NONE, NONE), plaintext);
    }
  }

  private byte[] decrypt(Key key, Sealed sealed) {
    try (SecretBytes plaintext =
        house
            .crypto
            .decrypt(
                key, key.primary(), CipherParameters.gcm(sealed.iv(), NONE), sealed.ciphertext())
            .plaintext()) {
      return plaintext.use(byte[]::clone);
    }
  }
}
