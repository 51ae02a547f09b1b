package coffer.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.audit.AuditEvent;
import coffer.keys.KeyDirectory;
import coffer.keys.KeyService;
import coffer.keys.NewKey;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.Origin;
import coffer.model.Tags;
import coffer.operations.AuditRecorder;
import coffer.operations.House;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys that get new versions by themselves, on the real store and HSMs, under a clock that jumps.
class RotationsTest {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration MONTH = Duration.ofDays(30);

  @TempDir Path directory;
  private House house;
  private Rotations rotations;

  @BeforeEach
  void build() {
    house = new House(directory);
    rotations = new Rotations(house.keys.rotation(), house.audit, house.clock);
  }

  @AfterEach
  void close() {
    rotations.close();
    house.close();
  }

  @Test
  void aKeyRotatesWhenItIsDueAndNotBefore() {
    Key key = rotating(WEEK);
    assertThat(key.nextRotation()).contains(house.clock.instant().plus(WEEK));
    house.clock.forward(WEEK.minusMillis(1));
    assertThat(rotations.run()).isZero();
    assertThat(found(key).versions()).hasSize(1);
    house.clock.forward(Duration.ofMillis(1));
    assertThat(rotations.run()).isOne();
    Key rotated = found(key);
    assertThat(rotated.versions()).hasSize(2);
    assertThat(rotated.initial().id()).isEqualTo(key.primary().id());
    assertThat(rotated.primary().created()).isEqualTo(house.clock.instant());
    assertThat(rotated.nextRotation()).contains(house.clock.instant().plus(WEEK));
    assertThat(house.keys.findByVersion(rotated.primary().id())).contains(rotated);
    assertThat(rotations.run()).isZero();
    assertThat(house.audit.last().way()).isEqualTo(AuditRecorder.Way.DURABLE);
    AuditEvent event = house.audit.last().event();
    assertThat(event.principal()).isEqualTo("service/rotations");
    assertThat(event.action()).isEqualTo("kms:RotateKey");
    assertThat(event.resource()).isEqualTo("key/" + key.id());
    assertThat(house.audit.size()).isOne();
  }

  @Test
  void whatWasMissedIsCaughtUpOnce() {
    Key key = rotating(WEEK);
    house.clock.forward(WEEK.multipliedBy(10));
    assertThat(rotations.run()).isOne();
    assertThat(rotations.run()).isZero();
    assertThat(found(key).versions()).hasSize(2);
  }

  /// Another process on the same store and HSMs.
  @Test
  void aRotationSurvivesARestart() {
    Key key = rotating(MONTH);
    KeyService again =
        new KeyService(
            house.store,
            new KeyDirectory(house.store),
            house.instances::hsm,
            house.clock,
            () -> new KeyId("key-00000000000000000000"),
            () -> new KeyVersionId(UUID.randomUUID()),
            House.ACCOUNT.id());
    house.clock.forward(MONTH);
    try (Rotations restarted = new Rotations(again.rotation(), house.audit, house.clock)) {
      assertThat(restarted.run()).isOne();
    }
    assertThat(again.find(key.id()).orElseThrow().versions()).hasSize(2);
  }

  @Test
  void aDisabledKeyWaitsAndRotatesAsSoonAsItIsEnabled() {
    Key key = rotating(WEEK);
    house.keys.life().disable(key.id());
    house.clock.forward(WEEK.multipliedBy(3));
    assertThat(rotations.run()).isZero();
    assertThat(found(key).rotation()).contains(WEEK);
    house.keys.life().enable(key.id());
    assertThat(rotations.run()).isOne();
    assertThat(found(key).versions()).hasSize(2);
  }

  @Test
  void aKeyThatIsGoingOrNoLongerToRotateStaysAsItIs() {
    Key going = rotating(WEEK);
    Key stopped = rotating(WEEK);
    house.keys.life().scheduleDeletion(going.id(), 30);
    house.keys.rotation().schedule(stopped.id(), Optional.empty());
    house.clock.forward(WEEK.multipliedBy(2));
    assertThat(rotations.run()).isZero();
    house.keys.rotation().schedule(stopped.id(), Optional.of(WEEK));
    assertThat(rotations.run()).isOne();
    assertThat(found(going).versions()).hasSize(1);
  }

  @Test
  void whatCannotBeRotatedIsLeftForTheNextRunAndKeepsNobody() {
    Key key = rotating(WEEK);
    house.clock.forward(WEEK);
    house.connections.disconnect(House.INSTANCE);
    assertThat(rotations.run()).isZero();
    house.reconnect();
    assertThat(rotations.run()).isOne();
    assertThat(found(key).versions()).hasSize(2);
  }

  @Test
  void itRunsByItself() throws InterruptedException {
    Key key = rotating(WEEK);
    house.clock.forward(WEEK);
    rotations.start(Duration.ofMillis(10));
    for (int i = 0; i < 3_000 && house.audit.size() == 0; i++) {
      Thread.sleep(10);
    }
    assertThat(found(key).versions()).hasSize(2);
  }

  @Test
  void anIntervalIsAWeekToTwoYears() {
    Key key = rotating(Duration.ofDays(730));
    for (Duration wrong : new Duration[] {WEEK.minusSeconds(1), Duration.ofDays(731)}) {
      assertThatThrownBy(() -> house.keys.rotation().schedule(key.id(), Optional.of(wrong)))
          .isInstanceOf(KmsException.class)
          .hasMessageContaining("RotationInterval");
      assertThatThrownBy(() -> rotating(wrong)).isInstanceOf(KmsException.class);
    }
    assertThat(found(key).rotation()).contains(Duration.ofDays(730));
  }

  private Key rotating(Duration every) {
    return house.keys.create(
        new NewKey(
            House.INSTANCE,
            KeySpec.ALIYUN_AES_256,
            KeyUsage.ENCRYPT_DECRYPT,
            Optional.empty(),
            Origin.ALIYUN_KMS,
            KeyStorageMechanism.HSM_ENCRYPTED_DATABASE,
            "",
            Optional.of(every),
            Tags.NONE,
            Optional.empty()));
  }

  private Key found(Key key) {
    return house.keys.find(key.id()).orElseThrow();
  }
}
