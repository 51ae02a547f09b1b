package coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.Origin;
import coffer.model.ProtectionLevel;
import coffer.operations.House;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyServiceTest {
  @TempDir static Path directory;
  private static House house;

  @BeforeAll
  static void build() {
    house = new House(directory);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void everySpecIsCreatedForEachOfItsUsages() {
    for (KeySpec spec : KeySpec.values()) {
      for (KeyUsage usage : spec.usages()) {
        Key key = house.create(spec, usage);
        assertThat(key.spec()).isEqualTo(spec);
        assertThat(key.usages()).containsExactly(usage);
        assertThat(key.state()).isEqualTo(KeyState.ENABLED);
        assertThat(key.traits().protectionLevel()).isEqualTo(ProtectionLevel.SOFTWARE);
        assertThat(key.traits().creator()).isEqualTo(House.ACCOUNT.id());
        assertThat(key.traits().created()).isEqualTo(house.clock.instant());
        assertThat(key.versions()).hasSize(1);
        assertThat(key.primary().rowMac()).hasSize(32);
        assertThat(key.primary().material().orElseThrow().publicKey().length > 0)
            .isEqualTo(spec.isAsymmetric());
      }
    }
  }

  @Test
  void aCreatedKeyIsThereAfterARestart() {
    Key key =
        house.create(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY, Optional.of(KeyUsage.ENCRYPT_DECRYPT));
    Key again = new KeyDirectory(house.store).find(key.id()).orElseThrow();
    assertThat(again).usingRecursiveComparison().isEqualTo(key);
  }

  @Test
  void anExternalKeyWaitsForItsImport() {
    Key key = house.keys.create(external(KeySpec.ALIYUN_AES_256));
    assertThat(key.state()).isEqualTo(KeyState.PENDING_IMPORT);
    assertThat(key.primary().material()).isEmpty();
    assertThat(new KeyDirectory(house.store).find(key.id()).orElseThrow())
        .usingRecursiveComparison()
        .isEqualTo(key);
    assertThat(house.keys.create(external(KeySpec.RSA_2048)).state())
        .isEqualTo(KeyState.PENDING_IMPORT);
  }

  private static NewKey external(KeySpec spec) {
    return new NewKey(
        House.INSTANCE,
        spec,
        spec.defaultUsage(),
        Optional.empty(),
        Origin.EXTERNAL,
        KeyStorageMechanism.HSM_ENCRYPTED_DATABASE,
        "");
  }

  @Test
  void aKeyIsFoundByItsVersionAndOnlyThenResident() {
    Key key = house.create(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY);
    KeyVersionId version = key.primary().id();
    assertThat(house.keys.residentByVersion(version)).isEmpty();
    assertThat(house.keys.findByVersion(version)).map(Key::id).contains(key.id());
    assertThat(house.keys.residentByVersion(version)).map(Key::id).contains(key.id());
    assertThat(house.keys.resident(key.id())).isPresent();
    assertThat(house.keys.findByVersion(new KeyVersionId(UUID.randomUUID()))).isEmpty();
  }

  @Test
  void aKeyThatIsBeingDestroyedIsNotShown() {
    Key key = house.create(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY);
    house.keys.findByVersion(key.primary().id());
    house.inState(key, KeyState.DESTROYING);
    assertThat(house.keys.find(key.id())).isEmpty();
    assertThat(house.keys.resident(key.id())).isEmpty();
    assertThat(house.keys.findByVersion(key.primary().id())).isEmpty();
    assertThat(house.keys.residentByVersion(key.primary().id())).isEmpty();
  }

  @Test
  void aKeyThatWasLookedForBeforeItExistedIsFound() {
    KeyId id = new KeyId("key-zzzzzzzzzzzzzzzzzzzz");
    KeyVersionId version = new KeyVersionId(UUID.randomUUID());
    assertThat(house.keys.find(id)).isEmpty();
    assertThat(house.keys.findByVersion(version)).isEmpty();
    KeyService named =
        new KeyService(
            house.store,
            house.directory,
            house.instances::hsm,
            house.clock,
            () -> id,
            () -> version,
            "1");
    named.create(
        new NewKey(
            House.INSTANCE,
            KeySpec.EC_P256,
            KeyUsage.SIGN_VERIFY,
            Optional.empty(),
            Origin.ALIYUN_KMS,
            KeyStorageMechanism.HSM_ENCRYPTED_DATABASE,
            ""));
    assertThat(house.keys.find(id)).isPresent();
    assertThat(house.keys.findByVersion(version)).isPresent();
  }

  @Test
  void aChangeIsSeenAtOnceAndAnIllegalOneChangesNothing() {
    Key key = house.create(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY);
    house.keys.find(key.id());
    house.directory.change(key.id(), k -> k.become(KeyState.DISABLED, Optional.empty()));
    assertThat(house.keys.find(key.id())).map(Key::state).contains(KeyState.DISABLED);
    assertThatThrownBy(() ->
            house.directory.change(key.id(), k -> k.become(KeyState.DESTROYING, Optional.empty())))
        .isInstanceOf(KmsException.class);
    assertThat(house.keys.find(key.id())).map(Key::state).contains(KeyState.DISABLED);
    assertThat(house.directory.change(new KeyId("key-" + "y".repeat(20)), k -> k)).isEmpty();
  }
}
