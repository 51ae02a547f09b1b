package coffer.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.clusters.OwnerAuthority;
import coffer.clusters.SoftwareTokens;
import coffer.hsm.Hsm;
import coffer.hsm.HsmLocation;
import coffer.instances.InstanceService;
import coffer.keys.KeyService;
import coffer.keys.NewKey;
import coffer.model.AccessPolicyName;
import coffer.model.ClusterId;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.InstanceStatus;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.KmsInstance;
import coffer.model.KmsInstanceId;
import coffer.model.Origin;
import coffer.model.SecretBytes;
import coffer.operations.instance.AdvanceEncrypt;
import coffer.operations.kms.Encrypt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionsTest {
  private static final ClusterId SECOND = new ClusterId("cluster-fedcba9876543210");
  private static final Connections.Wanted NOTHING_NEW =
      new Connections.Wanted(Optional.empty(), Optional.empty(), Optional.empty());

  @TempDir Path directory;
  private House house;
  private HsmCluster second;
  private KmsInstanceId id;

  @BeforeEach
  void build() {
    house = new House(directory);
    OwnerAuthority other = SoftwareTokens.owner(house.clock.instant());
    try (SecretBytes pin = SoftwareTokens.pin()) {
      second =
          house
              .tokens
              .formation(house.store, SoftwareTokens.providers(), house.clock)
              .form(SECOND, "cluster-2", house.tokens.candidates("three", "four"), pin, other);
    }
    id = house.connections.create(Optional.empty()).id();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private KmsInstance connect(ClusterId cluster, HsmCluster certified, SecretBytes password) {
    try (password) {
      return house.connections.connect(
          id,
          new Connections.Wanted(
              Optional.of(cluster.value()), certified.ownerCertificate(), Optional.of(password)));
    }
  }

  private KmsInstance connect() {
    return connect(SECOND, second, SoftwareTokens.pin());
  }

  private KmsInstance instance() {
    return house.instances.require(id.value());
  }

  @Test
  void aNewInstanceIsBoundAndServes() {
    assertThat(instance().status()).isEqualTo(InstanceStatus.UNINITIALIZED);
    assertThat(instance().name()).isEqualTo(id.value());
    assertThat(connect().status()).isEqualTo(InstanceStatus.CONNECTED);
    assertThat(instance().cluster()).contains(SECOND);
    assertThat(instance().sealedPassword()).isPresent();
    house.instances.hsm(id).ping();
    assertThat(house.connections.connect(id, NOTHING_NEW).status())
        .isEqualTo(InstanceStatus.CONNECTED);
    assertThat(code(this::connect)).isEqualTo(ErrorCode.INSTANCE_STATE_INVALID);
  }

  @Test
  void atFirstAllMustBeSaidAndBeRight() {
    assertThat(code(() -> house.connections.connect(id, NOTHING_NEW)))
        .isEqualTo(ErrorCode.MISSING_PARAMETER);
    assertThat(code(() -> connect(House.INSTANCE, second))).isEqualTo(ErrorCode.INVALID_PARAMETER);
    ThrowingCallable wrongCertificate = () -> connect(SECOND, house.cluster, SoftwareTokens.pin());
    assertThat(code(wrongCertificate)).isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(catchThrowable(wrongCertificate)).hasMessageContaining("SecurityDomainCertificate");
    ThrowingCallable taken = () -> connect(house.cluster.id(), house.cluster, SoftwareTokens.pin());
    assertThat(code(taken)).isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(catchThrowable(taken)).hasMessageContaining("HsmClusterId");
    assertThat(instance().status()).isEqualTo(InstanceStatus.UNINITIALIZED);
    assertThat(instance().cluster()).isEmpty();
    connect();
  }

  private void connect(KmsInstanceId noCluster, HsmCluster certified) {
    KmsInstance connected =
        house.connections.connect(
            id,
            new Connections.Wanted(
                Optional.of(noCluster.value()), certified.ownerCertificate(), Optional.empty()));
    assertThat(connected.status()).isNotEqualTo(InstanceStatus.CONNECTED);
  }

  @Test
  void aClusterThatIsNotActivatedIsRefused() {
    house.store.inTransaction(transaction ->
        transaction.clusters().update(SECOND, old -> old.without(old.members().getLast().id())));
    Throwable refusal = catchThrowable(this::connect);
    assertThat(code(this::connect)).isEqualTo(ErrorCode.INSTANCE_STATE_INVALID);
    assertThat(refusal).hasMessageContaining("two HSMs").hasMessageContaining("zones");
  }

  @Test
  void aWrongPasswordIsTriedOnceAndFreesTheCluster() {
    ThrowingCallable wrong = () -> connect(SECOND, second, SoftwareTokens.officerPin());
    assertThat(code(wrong)).isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(catchThrowable(wrong)).hasMessageContaining("HsmPassword");
    assertThat(instance().status()).isEqualTo(InstanceStatus.ERROR);
    assertThat(instance().reason()).contains("the HSM refused kmsuser's password");
    assertThat(instance().cluster()).isEmpty();
    assertThat(instance().sealedPassword()).isEmpty();
    house.connections.resume();
    assertThat(instance().status()).isEqualTo(InstanceStatus.ERROR);
    assertThat(connect().status()).isEqualTo(InstanceStatus.CONNECTED);
    assertThat(instance().reason()).isEmpty();
  }

  @Test
  void disconnectedItsKeysAreUnavailableAndComeBack() {
    Key key = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    encrypt(key);
    assertThat(house.connections.disconnect(House.INSTANCE).reason())
        .contains(InstanceService.ON_REQUEST);
    assertThat(code(() -> encrypt(key))).isEqualTo(ErrorCode.UNAVAILABLE);
    house.connections.resume();
    assertThat(code(() -> encrypt(key))).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(code(() -> house.connections.connect(House.INSTANCE, NOTHING_NEW)))
        .isEqualTo(ErrorCode.MISSING_PARAMETER);
    try (SecretBytes pin = SoftwareTokens.pin()) {
      house.connections.connect(
          House.INSTANCE,
          new Connections.Wanted(Optional.empty(), Optional.empty(), Optional.of(pin)));
    }
    encrypt(key);
    assertThat(house.connections.disconnect(House.INSTANCE).status())
        .isEqualTo(InstanceStatus.DISCONNECTED);
    house.connections.connect(House.INSTANCE, NOTHING_NEW);
    encrypt(key);
  }

  @Test
  void aWrongPasswordWhenReconnectingKeepsTheBindingAndTheKeptPassword() {
    connect();
    house.connections.disconnect(id);
    try (SecretBytes wrong = SoftwareTokens.officerPin()) {
      Connections.Wanted wanted =
          new Connections.Wanted(Optional.empty(), Optional.empty(), Optional.of(wrong));
      assertThat(code(() -> house.connections.connect(id, wanted)))
          .isEqualTo(ErrorCode.INVALID_PARAMETER);
    }
    assertThat(instance().status()).isEqualTo(InstanceStatus.ERROR);
    assertThat(instance().cluster()).contains(SECOND);
    house.connections.connect(id, NOTHING_NEW);
    assertThat(instance().status()).isEqualTo(InstanceStatus.CONNECTED);
  }

  @Test
  void aKeptPasswordThatIsRefusedIsForgotten() {
    connect();
    house.connections.disconnect(id);
    try (SecretBytes officer = SoftwareTokens.officerPin();
        SecretBytes changed = House.secret("kmsuser-1234")) {
      for (String label : List.of("three", "four")) {
        SoftwareTokens.PROVIDER.setCryptoUser(location(label), officer, changed);
      }
      assertThat(code(() -> house.connections.connect(id, NOTHING_NEW)))
          .isEqualTo(ErrorCode.INSTANCE_STATE_INVALID);
      assertThat(instance().sealedPassword()).isEmpty();
      house.connections.resume();
      assertThat(instance().reason()).contains(InstanceService.CREDENTIALS_NEEDED);
      house.connections.connect(
          id, new Connections.Wanted(Optional.empty(), Optional.empty(), Optional.of(changed)));
    }
    assertThat(instance().status()).isEqualTo(InstanceStatus.CONNECTED);
  }

  private HsmLocation location(String label) {
    return new HsmLocation(house.tokens.uri(label), Map.of());
  }

  @Test
  void hsmsThatDoNotAnswerLeaveAnErrorAndNoGuess() throws IOException {
    connect();
    house.connections.disconnect(id);
    for (String label : List.of("three", "four")) {
      Files.move(house.tokens.file(label), directory.resolve(label + ".away"));
    }
    assertThat(code(() -> house.connections.connect(id, NOTHING_NEW)))
        .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
    assertThat(instance().status()).isEqualTo(InstanceStatus.ERROR);
    assertThat(instance().sealedPassword()).isPresent();
    for (String label : List.of("three", "four")) {
      Files.move(directory.resolve(label + ".away"), house.tokens.file(label));
    }
    house.connections.resume();
    assertThat(instance().status()).isEqualTo(InstanceStatus.CONNECTED);
  }

  @Test
  void onlyAnInstanceWithoutKeysAndPoliciesIsReleasedAndItsClusterIsFreeThen() {
    Key key = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    assertThat(code(() -> house.connections.release(House.INSTANCE)))
        .isEqualTo(ErrorCode.RESOURCE_IN_USE);
    encrypt(key);
    connect();
    AccessPolicyName policy = new AccessPolicyName("names-it");
    house.access.createPolicy(policy, id, List.of(House.KEY_USER), List.of("key/*"), List.of(), "");
    assertThat(code(() -> house.connections.release(id))).isEqualTo(ErrorCode.RESOURCE_IN_USE);
    house.instances.hsm(id).ping();
    house.access.deletePolicy(policy);
    house.connections.release(id);
    assertThat(code(this::instance)).isEqualTo(ErrorCode.INSTANCE_NOT_FOUND);
    assertThat(code(() -> house.connections.release(id))).isEqualTo(ErrorCode.INSTANCE_NOT_FOUND);
    id = house.connections.create(Optional.of("again")).id();
    assertThat(connect().status()).isEqualTo(InstanceStatus.CONNECTED);
  }

  @Test
  void whenTheDefaultIsReleasedTheOldestOtherIsIt() {
    assertThat(house.instances.defaultInstance().id()).isEqualTo(House.INSTANCE);
    house.connections.release(House.INSTANCE);
    assertThat(house.instances.defaultInstance().id()).isEqualTo(id);
    assertThat(house.instances.count()).isEqualTo(1);
    house.connections.release(id);
    assertThat(code(house.instances::defaultInstance)).isEqualTo(ErrorCode.INSTANCE_NOT_FOUND);
    KmsInstanceId next = house.connections.create(Optional.empty()).id();
    assertThat(house.instances.defaultInstance().id()).isEqualTo(next);
  }

  @Test
  void anotherInstancesKeyDoesNotExistForAnApplication() {
    connect();
    Key mine = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    Key theirs =
        house.keys.create(
            new NewKey(
                id,
                KeySpec.ALIYUN_AES_256,
                KeyUsage.ENCRYPT_DECRYPT,
                Optional.empty(),
                Origin.ALIYUN_KMS,
                KeyStorageMechanism.HSM_ENCRYPTED_DATABASE,
                ""));
    encrypt(theirs);
    Caller application = House.as(house.application("mine"));
    assertThat(code(() -> describe(application, theirs))).isEqualTo(ErrorCode.KEY_NOT_FOUND);
    assertThat(house.audit.last().event().outcome()).isEqualTo("KEY_NOT_FOUND");
    assertThat(describe(application, mine)).isNotEmpty();
    assertThat(house.instances.keys(id)).isEqualTo(1);
    assertThat(house.instances.keys(House.INSTANCE)).isEqualTo(1);
  }

  private byte[] describe(Caller caller, Key key) {
    try (SecretBytes text = House.secret("text")) {
      return house
          .pipeline
          .call(
              caller,
              AdvanceEncrypt.OPERATION,
              new AdvanceEncrypt.Request(
                  key.id().value(),
                  text,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()))
          .ciphertextBlob();
    }
  }

  @Test
  void noKeyIsMadeInAnInstanceThatWasReleasedMeanwhile() {
    connect();
    NewKey wanted =
        new NewKey(
            id,
            KeySpec.ALIYUN_AES_256,
            KeyUsage.ENCRYPT_DECRYPT,
            Optional.empty(),
            Origin.ALIYUN_KMS,
            KeyStorageMechanism.HSM_ENCRYPTED_DATABASE,
            "");
    KeyService late =
        new KeyService(
            house.store,
            house.directory,
            instance -> {
              Hsm hsm = house.instances.hsm(instance);
              house.store.inTransaction(transaction -> {
                if (transaction.instances().find(id).isPresent()) {
                  transaction.instances().delete(id);
                }
                return true;
              });
              return hsm;
            },
            house.clock,
            () -> new KeyId("key-00000000000000000000"),
            () -> new KeyVersionId(UUID.randomUUID()),
            House.ACCOUNT.id());
    assertThat(code(() -> late.create(wanted))).isEqualTo(ErrorCode.INSTANCE_NOT_FOUND);
    assertThat(house.keys.count()).isZero();
  }

  private void encrypt(Key key) {
    try (SecretBytes text = House.secret("text")) {
      assertThat(
              house
                  .pipeline
                  .call(
                      House.root(),
                      Encrypt.OPERATION,
                      new Encrypt.Request(key.id().value(), text, Optional.empty()))
                  .ciphertextBlob())
          .isNotEmpty();
    }
  }

  private static ErrorCode code(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(KmsException.class);
    return ((KmsException) thrown).code();
  }
}
