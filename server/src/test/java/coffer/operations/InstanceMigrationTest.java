package coffer.operations;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import coffer.clusters.Progress;
import coffer.clusters.SoftwareTokens;
import coffer.hsm.CipherParameters;
import coffer.hsm.Sealed;
import coffer.keys.ImportParameters;
import coffer.keys.NewKey;
import coffer.model.ClusterId;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyUsage;
import coffer.model.KeyVersion;
import coffer.model.KmsException;
import coffer.model.MigratedVersion;
import coffer.model.Origin;
import coffer.model.SecretBytes;
import coffer.model.SigningAlgorithm;
import coffer.model.WrappingAlgorithm;
import coffer.testing.Custodian;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An instance with keys of every kind goes from the cluster that the service made to another one.
class InstanceMigrationTest {
  private static final ClusterId TARGET = new ClusterId("cluster-1123456789abcdef");
  private static final byte[] MESSAGE = "what was sealed before".getBytes(US_ASCII);
  private static final byte[] NONE = {};

  @TempDir Path directory;
  private House house;
  private HsmCluster target;

  @BeforeEach
  void open() {
    house = new House(directory);
    try (SecretBytes pin = SoftwareTokens.pin()) {
      target =
          house
              .tokens
              .formation(house.store, SoftwareTokens.providers(), house.clock)
              .form(
                  TARGET,
                  "cluster-2",
                  house.tokens.candidates("three", "four"),
                  pin,
                  SoftwareTokens.owner(house.clock.instant()));
    }
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void keysOfEveryKindAreTheSameInTheOtherCluster() {
    Map<KeyId, byte[]> traces = new TreeMap<>();
    List<Key> keys = new ArrayList<>();
    for (KeySpec spec : KeySpec.values()) {
      keys.add(house.create(spec, spec.usages().iterator().next()));
    }
    keys.add(internal(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT));
    keys.add(internal(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY));
    keys.forEach(key -> traces.put(key.id(), trace(key)));
    List<Integer> percents = new ArrayList<>();
    assertThat(migrate(percents::add))
        .isEqualTo(keys.size() + " key versions are in cluster-1123456789abcdef.");
    assertThat(percents).isSorted().last().isEqualTo(99);
    for (Key key : keys) {
      requireSame(now(key), traces.getOrDefault(key.id(), NONE));
      requireSame(key, traces.getOrDefault(key.id(), NONE));
      assertThat(now(key).primary().rowMac()).isNotEqualTo(key.primary().rowMac());
    }
    assertThat(house.instances.require(House.INSTANCE.value()).cluster()).contains(TARGET);
    assertThat(house.audit.last().event().action()).isEqualTo(InstanceMigration.ACTION);
    assertThat(house.audit.last().way()).isEqualTo(AuditRecorder.Way.DURABLE);
    assertThat(migrate(Progress.UNSEEN)).contains("already");
    reopen();
    keys.forEach(key -> requireSame(now(key), traces.getOrDefault(key.id(), NONE)));
  }

  @Test
  void noCallFailsMeanwhile() throws InterruptedException {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      keys.add(house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT));
      keys.add(house.create(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY));
    }
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger calls = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int mine = i;
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int n = mine; !over.get(); n += 7) {
                    use(keys.get(n % keys.size()));
                    calls.incrementAndGet();
                  }
                } catch (RuntimeException | Error e) {
                  synchronized (failures) {
                    failures.add(e);
                  }
                }
              }));
    }
    List<Key> made = new ArrayList<>();
    threads.add(
        Thread.ofVirtual()
            .start(() -> {
              while (!over.get()) {
                made.add(house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT));
              }
            }));
    String _ = migrate(Progress.UNSEEN);
    int before = calls.get();
    while (calls.get() < before + 2_000 && failures.isEmpty()) {
      Thread.onSpinWait();
    }
    over.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    assertThat(made).isNotEmpty();
    made.forEach(key -> use(now(key)));
  }

  @Test
  void importedMaterialKeepsItsFingerprintAndTokensEnd() {
    Key key = external();
    byte[] material = Custodian.random(32);
    take(key, parameters(key), material);
    ImportParameters open = parameters(key);
    Key pending = external();
    byte[] trace = trace(now(key));
    String _ = migrate(Progress.UNSEEN);
    requireSame(now(key), trace);
    refused(ErrorCode.INVALID_IMPORT_TOKEN, () -> take(key, open, material));
    take(key, parameters(key), material);
    refused(ErrorCode.INVALID_KEY_MATERIAL, () -> take(key, parameters(key), Custodian.random(32)));
    take(pending, parameters(pending), Custodian.random(32));
    use(now(pending));
  }

  @Test
  void aCopyGoesWithTheMaterialAndIsMadeAnewWhenItsVersionChanged() {
    Key key = external();
    take(key, parameters(key), Custodian.random(32));
    KeyVersion version = now(key).primary();
    house.store.inTransaction(transaction -> {
      transaction.keepMigrated(copy(version, TARGET));
      return true;
    });
    assertThat(left(TARGET)).isEmpty();
    assertThat(left(house.cluster.id())).containsExactly(key.id());
    Key _ = house.keys.imports().remove(now(key));
    assertThat(house.store.<Optional<MigratedVersion>>read(v -> v.migrated(version.id())))
        .isEmpty();
  }

  /// It would take the place of good material.
  @Test
  void aCopyThatTheOtherHsmsDoNotVouchForIsMadeAnew() {
    Key key = house.create(KeySpec.HMAC_SHA256, KeyUsage.GENERATE_VERIFY_MAC);
    byte[] trace = trace(key);
    house.store.inTransaction(transaction -> {
      transaction.keepMigrated(copy(key.primary(), TARGET));
      return true;
    });
    assertThat(left(TARGET)).isEmpty();
    String _ = migrate(Progress.UNSEEN);
    requireSame(now(key), trace);
  }

  @Test
  void whatIsWrongIsRefusedAndNothingChanges() {
    Key key = house.create(KeySpec.HMAC_SHA256, KeyUsage.GENERATE_VERIFY_MAC);
    byte[] trace = trace(key);
    Optional<String> owner = target.ownerCertificate();
    refused(ErrorCode.INVALID_PARAMETER, () -> migrate("cluster-2123456789abcdef", owner, true));
    refused(
        ErrorCode.INVALID_PARAMETER,
        () -> migrate(TARGET.value(), house.cluster.ownerCertificate(), true));
    refused(ErrorCode.INVALID_PARAMETER, () -> migrate(TARGET.value(), owner, false));
    house.store.inTransaction(transaction ->
        transaction.clusters().update(TARGET, old -> old.without(old.members().getLast().id())));
    refused(ErrorCode.INSTANCE_STATE_INVALID, () -> migrate(TARGET.value(), owner, true));
    house.connections.disconnect(House.INSTANCE);
    refused(ErrorCode.INSTANCE_STATE_INVALID, () -> migrate(TARGET.value(), owner, true));
    house.reconnect();
    requireSame(key, trace);
    assertThat(house.instances.require(House.INSTANCE.value()).cluster())
        .contains(house.cluster.id());
  }

  @Test
  void aSealedClusterGivesNothingAway() {
    Key key = house.create(KeySpec.HMAC_SHA256, KeyUsage.GENERATE_VERIFY_MAC);
    byte[] trace = trace(key);
    assertThat(house.administration.sealing().seal(house.cluster.id())).isNotEmpty();
    refused(ErrorCode.UNSUPPORTED_OPERATION, () -> migrate(Progress.UNSEEN));
    requireSame(now(key), trace);
    assertThat(house.instances.connectionTo(TARGET)).isEmpty();
  }

  @Test
  void keysInTheirDeletionWindowComeAlong() {
    Key key = house.create(KeySpec.HMAC_SHA256, KeyUsage.GENERATE_VERIFY_MAC);
    byte[] trace = trace(key);
    Key deleted = house.inState(key, KeyState.PENDING_DELETION);
    String _ = migrate(Progress.UNSEEN);
    Key back = house.directory.change(deleted.id(), k -> k.become(KeyState.ENABLED)).orElseThrow();
    requireSame(back, trace);
  }

  private List<KeyId> left(ClusterId cluster) {
    return house.store.read(view -> view.keysToMigrate(House.INSTANCE, cluster, "", 10));
  }

  private MigratedVersion copy(KeyVersion version, ClusterId cluster) {
    return new MigratedVersion(
        version.id(),
        cluster,
        version.rowMac(),
        version.material().orElseThrow(),
        version.rowMac(),
        Optional.empty(),
        house.clock.instant());
  }

  private void reopen() {
    house.connections.disconnect(House.INSTANCE);
    house.connections.connect(
        House.INSTANCE,
        new Connections.Wanted(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private String migrate(Progress progress) {
    try (SecretBytes pin = SoftwareTokens.pin()) {
      return house.services.migration().migrate(House.INSTANCE, wanted(pin), progress);
    }
  }

  private Connections.Wanted wanted(SecretBytes pin) {
    return new Connections.Wanted(
        Optional.of(TARGET.value()), target.ownerCertificate(), Optional.of(pin));
  }

  private void migrate(String cluster, Optional<String> certificate, boolean rightPin) {
    try (SecretBytes pin = rightPin ? SoftwareTokens.pin() : SoftwareTokens.officerPin()) {
      String _ =
          house
              .services
              .migration()
              .migrate(
                  House.INSTANCE,
                  new Connections.Wanted(Optional.of(cluster), certificate, Optional.of(pin)),
                  Progress.UNSEEN);
    }
  }

  private Key internal(KeySpec spec, KeyUsage usage) {
    return house.keys.create(
        wanted(spec, usage, Origin.ALIYUN_KMS, KeyStorageMechanism.HSM_INTERNAL));
  }

  private Key external() {
    return house.keys.create(
        wanted(
            KeySpec.ALIYUN_AES_256,
            KeyUsage.ENCRYPT_DECRYPT,
            Origin.EXTERNAL,
            KeyStorageMechanism.HSM_ENCRYPTED_DATABASE));
  }

  private static NewKey wanted(
      KeySpec spec, KeyUsage usage, Origin origin, KeyStorageMechanism storage) {
    return new NewKey(House.INSTANCE, spec, usage, Optional.empty(), origin, storage, "");
  }

  private ImportParameters parameters(Key key) {
    return house.keys.imports().parameters(now(key), WrappingAlgorithm.RSAES_OAEP_SHA_256);
  }

  private void take(Key key, ImportParameters to, byte[] material) {
    byte[] wrapped = Custodian.wrap(WrappingAlgorithm.RSAES_OAEP_SHA_256, to.publicKey(), material);
    Optional<WrappingAlgorithm> _ =
        house.keys.imports().take(now(key), wrapped, to.token(), Optional.empty());
  }

  private Key now(Key key) {
    return house.keys.find(key.id()).orElseThrow();
  }

  private void use(Key key) {
    requireSame(key, trace(key));
  }

  /// Of AES keys a ciphertext with its IV, of HMAC keys a MAC, of others nothing: they have a
  /// public half.
  private byte[] trace(Key key) {
    return switch (key.spec().family()) {
      case AES -> {
        try (SecretBytes message = SecretBytes.copyOf(MESSAGE)) {
          Sealed sealed =
              house.crypto.encrypt(key, key.primary(), CipherParameters.gcm(NONE, NONE), message);
          byte[] both = new byte[sealed.iv().length + sealed.ciphertext().length];
          System.arraycopy(sealed.iv(), 0, both, 0, 12);
          System.arraycopy(sealed.ciphertext(), 0, both, 12, sealed.ciphertext().length);
          yield both;
        }
      }
      case HMAC -> house.crypto.mac(key, key.primary(), MESSAGE);
      case RSA, EC -> house.crypto.publicKeyPem(key, key.primary()).getBytes(US_ASCII);
    };
  }

  private void requireSame(Key key, byte[] trace) {
    if (trace.length == 0) {
      use(key);
      return;
    }
    switch (key.spec().family()) {
      case AES -> {
        byte[] iv = Arrays.copyOf(trace, 12);
        byte[] sealed = Arrays.copyOfRange(trace, 12, trace.length);
        try (SecretBytes opened =
            house
                .crypto
                .decrypt(key, key.primary(), CipherParameters.gcm(iv, NONE), sealed)
                .plaintext()) {
          assertThat(opened.use(byte[]::clone)).isEqualTo(MESSAGE);
        }
      }
      case HMAC -> assertThat(house.crypto.mac(key, key.primary(), MESSAGE)).isEqualTo(trace);
      case RSA, EC -> {
        assertThat(house.crypto.publicKeyPem(key, key.primary()).getBytes(US_ASCII))
            .isEqualTo(trace);
        if (key.serves(KeyUsage.SIGN_VERIFY)) {
          requireSigns(key);
        }
      }
    }
  }

  private void requireSigns(Key key) {
    SigningAlgorithm algorithm =
        key.spec().family() == KeySpec.Family.EC
            ? SigningAlgorithm.ECDSA_SHA_256
            : SigningAlgorithm.RSA_PSS_SHA_256;
    byte[] digest = Custodian.random(32);
    byte[] signature = house.crypto.sign(key, key.primary(), algorithm, digest);
    assertThat(house.crypto.verify(key, key.primary(), algorithm, digest, signature)).isTrue();
    assertThat(MessageDigest.isEqual(digest, signature)).isFalse();
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThat(catchThrowableOfType(KmsException.class, call))
        .extracting(KmsException::code)
        .isEqualTo(code);
  }
}
