package coffer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyStateTest {
  private static final Map<KeyState, Set<KeyState>> LEGAL =
      Map.of(
          KeyState.ENABLED,
          EnumSet.of(KeyState.DISABLED, KeyState.PENDING_IMPORT, KeyState.PENDING_DELETION),
          KeyState.DISABLED,
          EnumSet.of(KeyState.ENABLED, KeyState.PENDING_IMPORT, KeyState.PENDING_DELETION),
          KeyState.PENDING_IMPORT,
          EnumSet.of(KeyState.ENABLED, KeyState.PENDING_DELETION),
          KeyState.PENDING_DELETION,
          EnumSet.of(KeyState.ENABLED, KeyState.PENDING_IMPORT, KeyState.DESTROYING),
          KeyState.DESTROYING,
          EnumSet.noneOf(KeyState.class));

  @Test
  void everyMoveIsLegalOrRefused() {
    Instant end = Instant.parse("2026-04-01T00:00:00Z");
    for (KeyState from : KeyState.values()) {
      for (KeyState to : KeyState.values()) {
        boolean legal = LEGAL.getOrDefault(from, Set.of()).contains(to);
        assertThat(from.canBecome(to)).as("%s -> %s", from, to).isEqualTo(legal);
        Key key = key(from);
        if (legal) {
          Key moved = key.become(to, Optional.of(end));
          assertThat(moved.state()).isEqualTo(to);
          assertThat(moved.deletion().date()).contains(end);
          assertThat(moved.versions()).isEqualTo(key.versions());
        } else {
          assertThatThrownBy(() -> key.become(to, Optional.empty()))
              .isInstanceOfSatisfying(
                  KmsException.class,
                  e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_MODIFIED_FAILED));
        }
      }
    }
  }

  @Test
  void aKeyHasAVersion() {
    assertThatThrownBy(() -> key(KeyState.ENABLED, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theFirstVersionIsInitialAndTheLastIsPrimary() {
    KeyVersion first = version();
    KeyVersion last = version();
    Key key = key(KeyState.ENABLED, List.of(first, version(), last));
    assertThat(key.initial()).isSameAs(first);
    assertThat(key.primary()).isSameAs(last);
    assertThat(key.version(last.id())).containsSame(last);
    assertThat(key.version(version().id())).isEmpty();
  }

  private static KeyVersion version() {
    return new KeyVersion(
        new KeyVersionId(UUID.randomUUID()), Instant.EPOCH, Optional.empty(), new byte[0]);
  }

  private static Key key(KeyState state) {
    return key(state, List.of(version()));
  }

  private static Key key(KeyState state, List<KeyVersion> versions) {
    return new Key(
        new KeyTraits(
            new KeyId("key-00000000000000000000"),
            new KmsInstanceId("kst-00000000000000000001"),
            KeySpec.RSA_2048,
            KeyUsage.SIGN_VERIFY,
            Optional.of(KeyUsage.ENCRYPT_DECRYPT),
            Origin.ALIYUN_KMS,
            ProtectionLevel.SOFTWARE,
            KeyStorageMechanism.HSM_ENCRYPTED_DATABASE,
            "1",
            Instant.EPOCH),
        state,
        versions,
        "",
        KeyDeletion.NONE,
        Optional.empty(),
        Optional.empty(),
        Tags.NONE);
  }
}
