package coffer.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.audit.AuditEvent;
import coffer.audit.AuditSink;
import coffer.hsm.CipherParameters;
import coffer.hsm.Sealed;
import coffer.keys.Cryptography;
import coffer.keys.KeyDirectory;
import coffer.keys.KeyService;
import coffer.model.AliasName;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.SecretBytes;
import coffer.operations.AuditRecorder;
import coffer.operations.House;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The end of keys, on the real store and HSMs, under a clock that jumps.
class DeletionsTest {
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path directory;
  private House house;
  private Running running;

  /// What a process has in memory.
  private record Running(KeyService keys, Cryptography crypto, Deletions deletions) {}

  @BeforeEach
  void build() {
    house = new House(directory);
    running = restarted(house.audit);
  }

  @AfterEach
  void close() {
    running.deletions().close();
    house.close();
  }

  /// Another process on the same store and HSMs.
  private Running restarted(AuditSink audit) {
    KeyService keys =
        new KeyService(
            house.store,
            new KeyDirectory(house.store),
            house.instances::hsm,
            house.clock,
            () -> new KeyId("key-" + UUID.randomUUID().toString().replace("-", "").substring(12)),
            () -> new KeyVersionId(UUID.randomUUID()),
            House.ACCOUNT.id());
    Cryptography crypto = new Cryptography(house.instances::hsm, house.clock);
    return new Running(keys, crypto, new Deletions(keys.life(), crypto, audit, house.clock));
  }

  @Test
  void aKeyIsDestroyedWhenItsWindowEndsAndNotBefore() throws IOException {
    Key key = inWindow();
    AliasName name = new AliasName("alias/doomed");
    running.keys().life().cancelDeletion(key.id());
    running.keys().aliases().create(name, key.id());
    uses(running, key);
    running.keys().life().scheduleDeletion(key.id(), 7);
    house.clock.forward(WEEK.minusMillis(1));
    assertThat(running.deletions().run()).isZero();
    assertThat(running.keys().find(key.id())).isPresent();
    assertThat(onDisk(key)).isTrue();
    house.clock.forward(Duration.ofMillis(1));
    assertThat(running.deletions().run()).isOne();
    assertGone(running, key);
    assertThat(running.crypto().isResident(key, key.primary())).isFalse();
    assertThat(running.keys().aliases().find(name)).isEmpty();
    assertThat(running.keys().aliases().count()).isZero();
    assertThat(house.audit.last().way()).isEqualTo(AuditRecorder.Way.DURABLE);
    AuditEvent event = house.audit.last().event();
    assertThat(event.principal()).isEqualTo("service/deletions");
    assertThat(event.action()).isEqualTo("kms:DestroyKey");
    assertThat(event.resource()).isEqualTo("key/" + key.id());
    assertThat(event.outcome()).isEqualTo("OK");
    assertThat(running.deletions().run()).isZero();
    assertThat(house.audit.size()).isOne();
  }

  @Test
  void aKeyWhoseDeletionIsCancelledInTimeStays() {
    Key key = inWindow();
    house.clock.forward(WEEK.multipliedBy(2));
    running.keys().life().cancelDeletion(key.id());
    assertThat(running.deletions().run()).isZero();
    assertThat(running.keys().find(key.id())).map(Key::state).contains(KeyState.ENABLED);
    assertThat(running.keys().life().erase(key.id())).isEmpty();
    uses(running, key);
  }

  /// The process is killed after each of the steps; the next one finishes what was begun.
  @Test
  void aDestructionThatWasBegunIsFinishedAfterAKill() throws IOException {
    List<Consumer<Key>> kills =
        List.of(
            key -> running.keys().life().erase(key.id()),
            key -> running.keys().life().erase(key.id()).ifPresent(running.crypto()::destroy),
            key -> restarted(killingSink(false)).deletions().run(),
            key -> restarted(killingSink(true)).deletions().run());
    for (Consumer<Key> kill : kills) {
      Key key = inWindow();
      house.clock.forward(WEEK);
      int before = house.audit.size();
      kill.accept(key);
      assertThat(house.store.<Boolean>read(view -> view.keys().find(key.id()).isPresent()))
          .isTrue();
      Running next = restarted(house.audit);
      assertThat(next.keys().find(key.id())).as("seen by nobody").isEmpty();
      assertThat(next.deletions().run()).isOne();
      next.deletions().close();
      assertGone(next, key);
      assertThat(house.audit.size() - before).as("recorded").isBetween(1, 2);
      assertThat(house.audit.last().event().resource()).isEqualTo("key/" + key.id());
    }
  }

  /// Fails as if the process were killed, before or after the record is on disk.
  private AuditSink killingSink(boolean afterwards) {
    return new AuditSink() {
      @Override
      public void record(AuditEvent event) {
        throw new IllegalStateException("destructions are durable");
      }

      @Override
      public void recordDurably(AuditEvent event) {
        if (afterwards) {
          house.audit.recordDurably(event);
        }
        throw new IllegalStateException("killed");
      }

      @Override
      public void recordRefusal(AuditEvent event) {
        record(event);
      }
    };
  }

  @Test
  void withoutAnAuditRecordARowStaysUntilThereIsOne() {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      keys.add(inWindow());
    }
    house.clock.forward(WEEK);
    house.audit.breakDown(true);
    assertThat(running.deletions().run()).isZero();
    for (Key key : keys) {
      assertThat(running.keys().find(key.id())).isEmpty();
      assertThat(house.store.<Boolean>read(view -> view.keys().find(key.id()).isPresent()))
          .isTrue();
    }
    house.audit.breakDown(false);
    assertThat(running.deletions().run()).isEqualTo(3);
    assertThat(house.audit.size()).isEqualTo(3);
  }

  @Test
  void onlyWhatIsDueGoesAndCountsFollow() {
    Key stays = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    Key goes = inWindow();
    Key later = running.keys().find(stays.id()).orElseThrow();
    Key waiting = house.create(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY);
    running.keys().life().scheduleDeletion(waiting.id(), 366);
    assertThat(running.keys().count(House.INSTANCE)).isEqualTo(3);
    house.clock.forward(WEEK);
    assertThat(running.deletions().run()).isOne();
    assertThat(running.keys().count()).isEqualTo(2);
    assertThat(running.keys().count(House.INSTANCE)).isEqualTo(2);
    assertThat(running.keys().count(House.OTHER_INSTANCE)).isZero();
    assertThat(running.keys().page(0, 10)).extracting(Key::id).doesNotContain(goes.id());
    uses(running, later);
  }

  @Test
  void onlyAnErasedKeyIsRemoved() {
    Key key = inWindow();
    assertThatThrownBy(() -> running.keys().life().remove(key))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itRunsByItselfAndEndsInOrder() throws InterruptedException {
    Key key = inWindow();
    house.clock.forward(WEEK);
    running.deletions().start(Duration.ofMillis(10));
    for (int i = 0; i < 3_000 && house.audit.size() == 0; i++) {
      Thread.sleep(10);
    }
    running.deletions().close();
    assertThat(running.keys().find(key.id())).isEmpty();
  }

  private Key inWindow() {
    Key key = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    running.keys().life().scheduleDeletion(key.id(), 7);
    return key;
  }

  private void assertGone(Running process, Key key) throws IOException {
    assertThat(process.keys().find(key.id())).isEmpty();
    assertThat(process.keys().findByVersion(key.primary().id())).isEmpty();
    assertThat(process.keys().resident(key.id())).isEmpty();
    assertThat(house.store.<Boolean>read(view -> view.keys().find(key.id()).isPresent())).isFalse();
    assertThat(house.store.<Boolean>read(view -> view.keyOfVersion(key.primary().id()).isPresent()))
        .isFalse();
    assertThat(onDisk(key)).as("material on disk").isFalse();
  }

  private static void uses(Running process, Key key) {
    byte[] none = {};
    try (SecretBytes text = House.secret("text")) {
      Sealed sealed =
          process.crypto().encrypt(key, key.primary(), CipherParameters.gcm(none, none), text);
      assertThat(sealed.ciphertext()).hasSize(text.length() + 16);
    }
  }

  /// Whether any file of the store holds the wrapped material.
  private boolean onDisk(Key key) throws IOException {
    String wrapped =
        new String(key.primary().material().orElseThrow().wrapped(), StandardCharsets.ISO_8859_1);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("coffer.db")).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(wrapped)) {
          return true;
        }
      }
    }
    return false;
  }
}
