package coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.CipherParameters;
import coffer.hsm.Sealed;
import coffer.model.EncryptionAlgorithm;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyTraits;
import coffer.model.KeyUsage;
import coffer.model.KeyVersion;
import coffer.model.KmsException;
import coffer.model.Origin;
import coffer.model.SecretBytes;
import coffer.model.SigningAlgorithm;
import coffer.model.WrappedKey;
import coffer.operations.House;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody who can write the store cannot do. Each test reads the rows again with nothing in
/// memory, as after a restart.
class RowMacTest {
  private static final CipherParameters GCM = CipherParameters.gcm(new byte[0], new byte[0]);

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
  void unchangedRowsWork() {
    Key key = aes();
    Sealed sealed = encrypt(key);
    Key again = changed(key, k -> k);
    assertThat(decrypts(again, sealed)).isTrue();
  }

  @Test
  void wrappedMaterialOfAnotherKeyIsRefused() {
    Key mine = aes();
    Key other = aes();
    Sealed sealed = encrypt(other);
    Key swapped = changed(mine, k -> version(k, material(other), mac(k)));
    refused(() -> decrypts(swapped, sealed));
    Key withItsMac = changed(mine, k -> version(k, material(other), mac(other)));
    refused(() -> decrypts(withItsMac, sealed));
    refused(() -> encrypt(withItsMac));
  }

  @Test
  void aWholeVersionOfAnotherKeyIsRefused() {
    Key mine = aes();
    Key other = aes();
    Sealed sealed = encrypt(other);
    Key moved = copy(mine, mine.spec(), mine.usage(), other.versions());
    refused(() -> decrypts(moved, sealed));
  }

  @Test
  void aChangedVersionIdIsRefused() {
    Key mine = aes();
    Key other = aes();
    KeyVersion renamed =
        new KeyVersion(
            other.primary().id(),
            mine.primary().created(),
            mine.primary().material(),
            mine.primary().rowMac());
    refused(() -> encrypt(copy(mine, mine.spec(), mine.usage(), List.of(renamed))));
  }

  @Test
  void aChangedSpecOrUsageIsRefused() {
    Key key = aes();
    refused(() -> encrypt(copy(key, KeySpec.ALIYUN_AES_192, key.usage(), key.versions())));
    Key signer = house.create(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY);
    Key turned = copy(signer, signer.spec(), KeyUsage.ENCRYPT_DECRYPT, signer.versions());
    byte[] ciphertext = new byte[256];
    ciphertext[255] = 1;
    refused(() ->
        fresh()
            .decrypt(
                turned,
                turned.primary(),
                CipherParameters.rsa(EncryptionAlgorithm.RSAES_OAEP_SHA_256),
                ciphertext));
  }

  @Test
  void everyPartOfAWrappedKeyIsBound() {
    Key key = aes();
    WrappedKey wrapped = key.primary().material().orElseThrow();
    byte[] flipped = wrapped.wrapped().clone();
    flipped[5] ^= 1;
    for (WrappedKey changed :
        List.of(
            new WrappedKey(1, wrapped.format(), flipped, wrapped.publicKey()),
            new WrappedKey(2, wrapped.format(), wrapped.wrapped(), wrapped.publicKey()),
            new WrappedKey(1, wrapped.format(), wrapped.wrapped(), new byte[] {1}))) {
      refused(() -> encrypt(version(key, Optional.of(changed), mac(key))));
    }
    refused(() -> encrypt(version(key, Optional.of(wrapped), new byte[0])));
    refused(() -> encrypt(version(key, Optional.of(wrapped), new byte[32])));
  }

  @Test
  void aPublicKeyThatWasPlantedIsNeverUsed() {
    Key victim = rsa();
    Key attacker = rsa();
    WrappedKey own = victim.primary().material().orElseThrow();
    byte[] planted = attacker.primary().material().orElseThrow().publicKey();
    WrappedKey mixed = new WrappedKey(own.kekVersion(), own.format(), own.wrapped(), planted);
    Key changed = version(victim, Optional.of(mixed), mac(victim));
    CipherParameters oaep = CipherParameters.rsa(EncryptionAlgorithm.RSAES_OAEP_SHA_256);
    refused(() -> {
      try (SecretBytes plaintext = House.secret("secret")) {
        fresh().encrypt(changed, changed.primary(), oaep, plaintext);
      }
    });
    byte[] digest = new byte[32];
    SigningAlgorithm pss = SigningAlgorithm.RSA_PSS_SHA_256;
    byte[] forged = fresh().sign(attacker, attacker.primary(), pss, digest);
    refused(() -> fresh().verify(changed, changed.primary(), pss, digest, forged));
    refused(() -> fresh().publicKeyPem(changed, changed.primary()));
  }

  @Test
  void everyFieldChangesTheMac() {
    Key key = rsa();
    WrappedKey wrapped = key.primary().material().orElseThrow();
    RowMac.Binding binding = RowMac.Binding.of(key.traits());
    KeyId otherId = aes().id();
    for (RowMac.Binding other :
        List.of(
            new RowMac.Binding(
                otherId, binding.spec(), binding.usage(), binding.secondary(), binding.origin()),
            new RowMac.Binding(
                key.id(),
                KeySpec.RSA_3072,
                key.usage(),
                key.traits().secondaryUsage(),
                key.origin()),
            new RowMac.Binding(
                key.id(),
                key.spec(),
                KeyUsage.SIGN_VERIFY,
                Optional.of(KeyUsage.ENCRYPT_DECRYPT),
                key.origin()),
            new RowMac.Binding(key.id(), key.spec(), key.usage(), Optional.empty(), key.origin()),
            new RowMac.Binding(
                key.id(),
                key.spec(),
                key.usage(),
                key.traits().secondaryUsage(),
                Origin.EXTERNAL))) {
      assertThat(
              RowMac.matches(
                  house.instances.hsm(House.INSTANCE),
                  other,
                  key.primary().id(),
                  wrapped,
                  mac(key)))
          .as("%s", other)
          .isFalse();
    }
  }

  private static Key aes() {
    return house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
  }

  private static Key rsa() {
    return house.create(
        KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT, Optional.of(KeyUsage.SIGN_VERIFY));
  }

  private static Cryptography fresh() {
    return new Cryptography(house.instances::hsm, house.clock);
  }

  private static Sealed encrypt(Key key) {
    try (SecretBytes plaintext = House.secret("secret")) {
      return fresh().encrypt(key, key.primary(), GCM, plaintext);
    }
  }

  private static boolean decrypts(Key key, Sealed sealed) {
    CipherParameters parameters = CipherParameters.gcm(sealed.iv(), new byte[0]);
    try (SecretBytes expected = House.secret("secret");
        SecretBytes found =
            fresh().decrypt(key, key.primary(), parameters, sealed.ciphertext()).plaintext()) {
      return found.equals(expected);
    }
  }

  private static Optional<WrappedKey> material(Key key) {
    return key.primary().material();
  }

  private static byte[] mac(Key key) {
    return key.primary().rowMac();
  }

  /// Writes a changed row past the service, and reads it as after a restart.
  private static Key changed(Key key, UnaryOperator<Key> change) {
    house.store.inTransaction(transaction -> transaction.keys().update(key.id(), change));
    return new KeyDirectory(house.store).find(key.id()).orElseThrow();
  }

  private static Key version(Key key, Optional<WrappedKey> material, byte[] mac) {
    KeyVersion old = key.primary();
    KeyVersion version = new KeyVersion(old.id(), old.created(), material, mac);
    return copy(key, key.spec(), key.usage(), List.of(version));
  }

  private static Key copy(Key key, KeySpec spec, KeyUsage usage, List<KeyVersion> versions) {
    KeyTraits old = key.traits();
    KeyTraits traits =
        new KeyTraits(
            key.id(),
            key.instance(),
            spec,
            usage,
            old.secondaryUsage(),
            key.origin(),
            old.protectionLevel(),
            old.storage(),
            old.creator(),
            old.created());
    return new Key(
        traits,
        key.state(),
        versions,
        key.description(),
        key.deletion(),
        key.materialExpires(),
        key.rotation(),
        key.tags());
  }

  private static void refused(ThrowingCallable call) {
    org.assertj.core.api.Assertions.assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KmsException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL_FAILURE);
              assertThat(e).hasMessage(ErrorCode.INTERNAL_FAILURE.message());
            });
  }
}
