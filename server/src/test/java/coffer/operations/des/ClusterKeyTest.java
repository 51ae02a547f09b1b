package coffer.operations.des;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import coffer.hsm.CipherParameters;
import coffer.hsm.Sealed;
import coffer.keys.NewKey;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyUsage;
import coffer.model.KmsException;
import coffer.model.Origin;
import coffer.model.SecretBytes;
import coffer.operations.House;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RotateClusterKey and GetClusterKeys while an instance is connected.
class ClusterKeyTest {
  private static final KeyStorageMechanism STORE = KeyStorageMechanism.HSM_ENCRYPTED_DATABASE;
  private static final KeyStorageMechanism INSIDE = KeyStorageMechanism.HSM_INTERNAL;
  private static final int CALLERS = 3;
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
  void newKeysUseTheNewKekAndOldOnesServeOn() {
    Key old = create(STORE);
    Key oldInside = create(INSIDE);
    Sealed sealed = encrypt(old);
    Sealed sealedInside = encrypt(oldInside);
    assertThat(rotate()).startsWith("KEK 2 ");
    Key young = create(STORE);
    assertThat(young.primary().material().orElseThrow().kekVersion()).isEqualTo(2);
    Sealed sealedYoung = encrypt(young);
    house.instances.disconnect(House.INSTANCE, "test");
    house.reconnect();
    assertThat(decrypt(old, sealed)).containsExactly(1, 2, 3);
    assertThat(decrypt(oldInside, sealedInside)).containsExactly(1, 2, 3);
    assertThat(decrypt(young, sealedYoung)).containsExactly(1, 2, 3);
    assertThat(create(INSIDE).primary().material().orElseThrow().kekVersion()).isEqualTo(2);
    GetClusterKeys.Answer status = status();
    assertThat(status.kekVersion()).isEqualTo(2);
    assertThat(status.keks())
        .containsExactly(
            new GetClusterKeys.Kek(1, STORE, 1),
            new GetClusterKeys.Kek(1, INSIDE, 1),
            new GetClusterKeys.Kek(2, STORE, 1),
            new GetClusterKeys.Kek(2, INSIDE, 1));
    assertThat(status.instances())
        .hasSize(2)
        .allSatisfy(holder -> assertThat(holder.internalKeyVersions()).isEqualTo(2));
  }

  @Test
  void nobodyNoticesARotation() throws ExecutionException, InterruptedException {
    Key key = create(STORE);
    AtomicBoolean over = new AtomicBoolean();
    List<Future<Integer>> callers = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(CALLERS)) {
      for (int i = 0; i < CALLERS; i++) {
        callers.add(
            pool.submit(() -> {
              int calls = 0;
              do {
                assertThat(decrypt(key, encrypt(key))).containsExactly(1, 2, 3);
                Key made = create(STORE);
                assertThat(decrypt(made, encrypt(made))).containsExactly(1, 2, 3);
                calls++;
              } while (!over.get());
              return calls;
            }));
      }
      try {
        assertThat(rotate()).startsWith("KEK 2 ");
        assertThat(rotate()).startsWith("KEK 3 ");
      } finally {
        over.set(true);
      }
      for (Future<Integer> caller : callers) {
        assertThat(caller.get()).isPositive();
      }
    }
    assertThat(house.instances.connection(House.INSTANCE).orElseThrow().serving()).hasSize(2);
  }

  /// As a store from an older backup would find it.
  @Test
  void whatTheStoreDoesNotKnowStaysInsideUntilSomebodyRemovesIt() {
    Key known = create(INSIDE);
    Key newer = create(INSIDE);
    boolean _ =
        house.store.inTransaction(transaction -> {
          transaction.keys().delete(newer.id());
          return true;
        });
    house.instances.disconnect(House.INSTANCE, "test");
    house.reconnect();
    house.instances.reconcile();
    String version = newer.primary().id().toString();
    assertThat(status().instances())
        .hasSize(2)
        .allSatisfy(holder -> {
          assertThat(holder.internalKeyVersions()).isEqualTo(1);
          assertThat(holder.unknownKeyVersionIds()).containsExactly(version);
        });
    assertThat(refusal(List.of(version), Optional.empty())).hasMessageContaining("Confirm=true");
    String foreign = known.primary().id().toString();
    assertThat(refusal(List.of(version, foreign), Optional.of(true)))
        .hasMessageContaining("KeyVersionIds");
    assertThat(refusal(List.of("no-id"), Optional.of(true))).hasMessageContaining("KeyVersionIds");
    Done _ = remove(List.of(version), Optional.of(true));
    house.instances.disconnect(House.INSTANCE, "test");
    house.reconnect();
    assertThat(status().instances())
        .allSatisfy(holder -> {
          assertThat(holder.internalKeyVersions()).isEqualTo(1);
          assertThat(holder.unknownKeyVersionIds()).isEmpty();
        });
    assertThat(decrypt(known, encrypt(known))).containsExactly(1, 2, 3);
  }

  private KmsException refusal(List<String> versions, Optional<Boolean> confirm) {
    return catchThrowableOfType(KmsException.class, () -> remove(versions, confirm));
  }

  private Done remove(List<String> versions, Optional<Boolean> confirm) {
    return house.pipeline.call(
        House.root(),
        RemoveUnknownKeys.OPERATION,
        new RemoveUnknownKeys.Request(house.cluster.id().value(), versions, confirm));
  }

  private String rotate() {
    Optional<SecretBytes> officer = Optional.of(House.secret("officer-4711"));
    return house
        .pipeline
        .call(
            House.root(),
            RotateClusterKey.OPERATION,
            new RotateClusterKey.Request(house.cluster.id().value(), officer))
        .job()
        .response()
        .orElseThrow();
  }

  private GetClusterKeys.Answer status() {
    return house.pipeline.call(
        House.root(),
        GetClusterKeys.OPERATION,
        new GetClusterKeys.Request(house.cluster.id().value()));
  }

  private Key create(KeyStorageMechanism storage) {
    return house.keys.create(
        new NewKey(
            House.INSTANCE,
            KeySpec.ALIYUN_AES_256,
            KeyUsage.ENCRYPT_DECRYPT,
            Optional.empty(),
            Origin.ALIYUN_KMS,
            storage,
            ""));
  }

  private Sealed encrypt(Key key) {
    try (SecretBytes plaintext = SecretBytes.copyOf(new byte[] {1, 2, 3})) {
      return house.crypto.encrypt(key, key.primary(), CipherParameters.gcm(NONE, NONE), plaintext);
    }
  }

  private byte[] decrypt(Key key, Sealed sealed) {
    CipherParameters how = CipherParameters.gcm(sealed.iv(), NONE);
    try (SecretBytes plaintext =
        house.crypto.decrypt(key, key.primary(), how, sealed.ciphertext()).plaintext()) {
      return plaintext.use(byte[]::clone);
    }
  }
}
