package coffer.operations.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import coffer.keys.NewKey;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.Origin;
import coffer.operations.House;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyVersionsTest {
  private static final Duration WEEK = Duration.ofDays(7);

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
  void aNewVersionIsPrimaryAndTheOldOneStays() {
    Key key = ec();
    house.clock.forward(WEEK);
    VersionEntry made = create(key);
    assertThat(made.creationDate()).isEqualTo(house.clock.instant());
    assertThat(made.keyId()).isEqualTo(key.id().value());
    Key now = house.keys.find(key.id()).orElseThrow();
    assertThat(now.primary().id()).isEqualTo(made.keyVersionId());
    assertThat(now.initial().id()).isEqualTo(key.primary().id());
    assertThat(describe(key, made.keyVersionId())).isEqualTo(made);
    assertThat(describe(key, key.primary().id()).creationDate()).isEqualTo(key.traits().created());
    assertThat(metadata(key).lastRotationDate()).isEqualTo(house.clock.instant());
    assertThat(metadata(key).primaryKeyVersion()).isEmpty();
  }

  @Test
  void versionsAreAWeekApartAndAtMostFifty() {
    Key key = ec();
    assertThat(code(() -> create(key))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    for (int i = 1; i < 50; i++) {
      house.clock.forward(WEEK.minusMillis(1));
      assertThat(code(() -> create(key))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
      house.clock.forward(Duration.ofMillis(1));
      create(key);
    }
    house.clock.forward(WEEK);
    assertThat(code(() -> create(key))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    assertThat(list(key, 1, 101).keyVersions().keyVersion()).hasSize(50);
  }

  @Test
  void onlyAsymmetricKeysGetVersionsByRequest() {
    for (KeySpec spec : List.of(KeySpec.ALIYUN_AES_256, KeySpec.HMAC_SHA256)) {
      Key key = house.create(spec, spec.defaultUsage());
      house.clock.forward(WEEK);
      assertThat(code(() -> create(key))).isEqualTo(ErrorCode.REJECTED_UNSUPPORTED_OPERATION);
    }
  }

  @Test
  void aVersionOfAnotherKeyIsNotThere() {
    Key key = ec();
    for (KeyVersionId other : List.of(ec().primary().id(), new KeyVersionId(UUID.randomUUID()))) {
      assertThat(code(() -> describe(key, other))).isEqualTo(ErrorCode.KEY_VERSION_NOT_FOUND);
    }
  }

  @Test
  void pagesEndWhereTheVersionsDo() {
    Key key = ec();
    List<KeyVersionId> ids = new ArrayList<>(List.of(key.primary().id()));
    for (int i = 0; i < 4; i++) {
      house.clock.forward(WEEK);
      ids.add(create(key).keyVersionId());
    }
    assertThat(ids(list(key, 1, 2))).isEqualTo(ids.subList(0, 2));
    assertThat(ids(list(key, 3, 2))).isEqualTo(ids.subList(4, 5));
    assertThat(ids(list(key, 4, 2))).isEmpty();
    assertThat(list(key, 3, 2).totalCount()).isEqualTo(5);
  }

  @Test
  void ofTwoThatCreateAVersionAtOnceOneIsRefused() throws Exception {
    for (int round = 0; round < 5; round++) {
      Key key = ec();
      house.clock.forward(WEEK);
      Callable<Boolean> made =
          () -> catchThrowableOfType(KmsException.class, () -> create(key)) == null;
      try (ExecutorService both = Executors.newFixedThreadPool(2)) {
        List<Boolean> outcomes = new ArrayList<>();
        for (Future<Boolean> outcome : both.invokeAll(List.of(made, made))) {
          outcomes.add(outcome.get());
        }
        assertThat(outcomes).containsExactlyInAnyOrder(true, false);
      }
      assertThat(house.keys.find(key.id()).orElseThrow().versions()).hasSize(2);
    }
  }

  @Test
  void aKeyTellsWhetherItRotates() {
    Key key = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    assertThat(metadata(key).automaticRotation()).isEqualTo("Disabled");
    assertThat(metadata(key).nextRotationDate()).isEmpty();
    assertThat(metadata(key).rotationInterval()).isEmpty();
    rotate(key, true, Optional.of("7d"));
    assertThat(metadata(key).automaticRotation()).isEqualTo("Enabled");
    assertThat(metadata(key).rotationInterval()).contains("604800s");
    assertThat(metadata(key).nextRotationDate()).contains(key.traits().created().plus(WEEK));
    house.keys.life().disable(key.id());
    assertThat(metadata(key).automaticRotation()).isEqualTo("Suspended");
    assertThat(metadata(key).nextRotationDate()).isPresent();
    house.keys.life().enable(key.id());
    rotate(key, false, Optional.empty());
    assertThat(metadata(key).automaticRotation()).isEqualTo("Disabled");
  }

  @Test
  void anIntervalIsANumberAndAUnit() {
    Key key = house.create(KeySpec.ALIYUN_AES_128, KeyUsage.ENCRYPT_DECRYPT);
    for (String good : List.of("7d", "168h", "10080m", "604800s", "730d")) {
      rotate(key, true, Optional.of(good));
    }
    for (String bad :
        List.of("6d", "731d", "604799s", "7", "d", "7D", " 7d", "-7d", "7.5d", "9999999999d")) {
      assertThat(code(() -> rotate(key, true, Optional.of(bad))))
          .as(bad)
          .isEqualTo(ErrorCode.INVALID_PARAMETER);
    }
    assertThat(code(() -> rotate(key, true, Optional.empty())))
        .isEqualTo(ErrorCode.MISSING_PARAMETER);
    assertThat(code(() -> rotate(key, false, Optional.of("soon"))))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
  }

  @Test
  void whatCannotRotateByItselfIsRefused() {
    for (KeySpec spec : KeySpec.values()) {
      if (spec.family() != KeySpec.Family.AES) {
        Key key = house.create(spec, spec.defaultUsage());
        assertThat(code(() -> rotate(key, true, Optional.of("7d"))))
            .as("%s", spec)
            .isEqualTo(ErrorCode.REJECTED_UNSUPPORTED_OPERATION);
      }
    }
    Key external =
        house.inState(
            house.keys.create(
                new NewKey(
                    House.INSTANCE,
                    KeySpec.ALIYUN_AES_256,
                    KeyUsage.ENCRYPT_DECRYPT,
                    Optional.empty(),
                    Origin.EXTERNAL,
                    KeyStorageMechanism.HSM_ENCRYPTED_DATABASE,
                    "")),
            KeyState.ENABLED);
    assertThat(external.state()).isEqualTo(KeyState.PENDING_IMPORT);
    assertThat(code(() -> rotate(external, true, Optional.of("7d"))))
        .isEqualTo(ErrorCode.PENDING_IMPORT);
    house.directory.change(external.id(), key -> key.become(KeyState.ENABLED));
    assertThat(code(() -> rotate(external, true, Optional.of("7d"))))
        .isEqualTo(ErrorCode.UNSUPPORTED_ORIGIN);
  }

  private static Key ec() {
    return house.create(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY);
  }

  private static VersionEntry create(Key key) {
    return house
        .pipeline
        .call(
            House.root(),
            CreateKeyVersion.OPERATION,
            new CreateKeyVersion.Request(key.id().value()))
        .keyVersion();
  }

  private static VersionEntry describe(Key key, KeyVersionId version) {
    return house
        .pipeline
        .call(
            House.root(),
            DescribeKeyVersion.OPERATION,
            new DescribeKeyVersion.Request(key.id().value(), version))
        .keyVersion();
  }

  private static ListKeyVersions.Answer list(Key key, int page, int size) {
    return house.pipeline.call(
        House.root(),
        ListKeyVersions.OPERATION,
        new ListKeyVersions.Request(key.id().value(), Optional.of(page), Optional.of(size)));
  }

  private static List<KeyVersionId> ids(ListKeyVersions.Answer answer) {
    return answer.keyVersions().keyVersion().stream().map(VersionEntry::keyVersionId).toList();
  }

  private static void rotate(Key key, boolean on, Optional<String> interval) {
    house.pipeline.call(
        House.root(),
        UpdateRotationPolicy.OPERATION,
        new UpdateRotationPolicy.Request(key.id().value(), on, interval));
  }

  private static KeyMetadata metadata(Key key) {
    return house
        .pipeline
        .call(House.root(), DescribeKey.OPERATION, new DescribeKey.Request(key.id().value()))
        .keyMetadata();
  }

  private static ErrorCode code(ThrowingCallable call) {
    return catchThrowableOfType(KmsException.class, call).code();
  }
}
