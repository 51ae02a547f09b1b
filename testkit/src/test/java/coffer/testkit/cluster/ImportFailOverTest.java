package coffer.testkit.cluster;

import static coffer.testkit.cluster.FaultyTokens.awaitState;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.CipherParameters;
import coffer.hsm.ClusterHsm;
import coffer.hsm.ClusterHsm.State;
import coffer.hsm.HsmFailure;
import coffer.hsm.cluster.ClusterSettings;
import coffer.hsm.cluster.HsmCluster;
import coffer.instances.InstanceService;
import coffer.keys.Cryptography;
import coffer.keys.ImportParameters;
import coffer.keys.KeyDirectory;
import coffer.keys.KeyService;
import coffer.keys.NewKey;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.KmsInstanceId;
import coffer.model.Origin;
import coffer.model.SecretBytes;
import coffer.model.WrappingAlgorithm;
import coffer.store.Store;
import coffer.store.sql.SqlStore;
import coffer.testkit.Custodian;
import coffer.testkit.Faults;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An import begun with one member and one process ends well with others: the member that made the
/// wrapping key is lost, the service is restarted, and the token that the customer holds is good.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ImportFailOverTest {
  private static final KmsInstanceId INSTANCE = new KmsInstanceId("kst-00000000000000000001");
  private static final WrappingAlgorithm ALGORITHM = WrappingAlgorithm.RSAES_OAEP_SHA_256;
  private static final byte[] NONE = {};

  private final Clock clock = Clock.systemUTC();
  private final byte[] material = Custodian.random(32);
  private final Path database;
  private final FaultyTokens tokens;
  private ClusterHsm cluster;
  private Store store;
  private KeyService keys;

  ImportFailOverTest(@TempDir Path directory) {
    database = directory.resolve("coffer.db");
    tokens = new FaultyTokens(directory);
    cluster = tokens.cluster(0, 1);
    store = SqlStore.open(database, clock);
    keys = service();
  }

  @BeforeEach
  void makeTheInstance() {
    new InstanceService(
            store,
            HsmCluster.factory(
                ClusterSettings.standard(), Ticker.systemTicker(), new SplittableRandom(7)),
            clock)
        .create(INSTANCE, "instance");
  }

  @AfterEach
  void close() {
    tokens.allOk();
    cluster.close();
    store.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void theMemberThatMadeTheWrappingKeyIsLost(int maker) {
    KeyId key = external();
    ImportParameters to = parametersOf(maker, key);
    tokens.faults(maker).refuse(HsmFailure.UNAVAILABLE);
    take(key, to);
    requireOpens(key);
    awaitState(cluster, maker, State.LOST);
    tokens.faults(maker).ok();
    awaitState(cluster, maker, State.SERVING);
    tokens.faults(1 - maker).refuse(HsmFailure.UNAVAILABLE);
    requireOpens(key);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void theMemberThatMadeTheWrappingKeyFailsInTheImportItself(int maker) {
    for (Consumer<Faults> fault :
        List.<Consumer<Faults>>of(
            faults -> faults.refuse(HsmFailure.UNAVAILABLE, "importKey"),
            faults -> faults.hang("importKey"))) {
      KeyId key = external();
      ImportParameters to = parametersOf(maker, key);
      fault.accept(tokens.faults(maker));
      take(key, to);
      requireOpens(key);
      tokens.allOk();
      awaitBoth();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void theTokenIsGoodAfterARestartWithoutThatMember(int maker) {
    KeyId key = external();
    ImportParameters to = parametersOf(maker, key);
    restart();
    tokens.faults(maker).refuse(HsmFailure.UNAVAILABLE);
    take(key, to);
    requireOpens(key);
    tokens.allOk();
    restart();
    take(key, to);
    requireOpens(key);
  }

  private void restart() {
    cluster.close();
    store.close();
    store = SqlStore.open(database, clock);
    cluster = tokens.cluster(0, 1);
    keys = service();
    awaitBoth();
  }

  private void awaitBoth() {
    awaitState(cluster, 0, State.SERVING);
    awaitState(cluster, 1, State.SERVING);
  }

  private KeyService service() {
    return new KeyService(
        store,
        new KeyDirectory(store),
        _ -> cluster,
        clock,
        () -> new KeyId("key-" + UUID.randomUUID().toString().replace("-", "").substring(12)),
        () -> new KeyVersionId(UUID.randomUUID()),
        "1234567890123456");
  }

  private KeyId external() {
    NewKey wanted =
        new NewKey(
            INSTANCE,
            KeySpec.ALIYUN_AES_256,
            KeyUsage.ENCRYPT_DECRYPT,
            Optional.empty(),
            Origin.EXTERNAL,
            KeyStorageMechanism.HSM_ENCRYPTED_DATABASE,
            "");
    return keys.create(wanted).id();
  }

  /// Nobody else is there to make the wrapping key.
  private ImportParameters parametersOf(int maker, KeyId key) {
    tokens.faults(1 - maker).refuse(HsmFailure.UNAVAILABLE);
    ImportParameters to = keys.imports().parameters(found(key), ALGORITHM);
    tokens.allOk();
    awaitBoth();
    return to;
  }

  private void take(KeyId key, ImportParameters to) {
    byte[] wrapped = Custodian.wrap(ALGORITHM, to.publicKey(), material);
    assertThat(keys.imports().take(found(key), wrapped, to.token(), Optional.empty())).isEmpty();
  }

  private Key found(KeyId key) {
    return keys.find(key).orElseThrow();
  }

  /// What was sealed elsewhere, under the material.
  private void requireOpens(KeyId id) {
    byte[] iv = Custodian.random(12);
    byte[] message = Custodian.random(40);
    Key key = found(id);
    CipherParameters how = CipherParameters.gcm(iv, NONE);
    try (SecretBytes opened =
        new Cryptography(_ -> cluster, clock)
            .decrypt(key, key.primary(), how, sealed(iv, message))
            .plaintext()) {
      assertThat(opened.<byte[]>use(byte[]::clone)).isEqualTo(message);
    }
  }

  private byte[] sealed(byte[] iv, byte[] message) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(material, "AES"), new GCMParameterSpec(128, iv));
      return cipher.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
