package coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.hsm.CipherParameters;
import coffer.hsm.Sealed;
import coffer.model.EncryptionAlgorithm;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyUsage;
import coffer.model.KmsException;
import coffer.model.PaddingMode;
import coffer.model.SecretBytes;
import coffer.model.SigningAlgorithm;
import coffer.operations.House;
import coffer.testing.Seeds;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CryptographyTest {
  private static final byte[] NONE = {};
  private static final byte[] DIGEST = new byte[32];
  private static final CipherParameters OAEP =
      CipherParameters.rsa(EncryptionAlgorithm.RSAES_OAEP_SHA_256);

  @TempDir static Path directory;
  private static House house;
  private static Key aes;
  private static Key rsa;
  private static Key ec;

  @BeforeAll
  static void build() {
    house = new House(directory);
    aes = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    rsa =
        house.create(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT, Optional.of(KeyUsage.SIGN_VERIFY));
    ec = house.create(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void decryptReturnsWhatEncryptSealedInEveryMode() {
    Seeds.check(
        10,
        random -> {
          for (EncryptionAlgorithm algorithm : EncryptionAlgorithm.values()) {
            Key key = algorithm.isSymmetric() ? aes : rsa;
            byte[] text =
                new byte[algorithm.isSymmetric() ? random.nextInt(300) : random.nextInt(190)];
            random.nextBytes(text);
            byte[] aad =
                new byte[algorithm == EncryptionAlgorithm.AES_GCM ? random.nextInt(99) : 0];
            Sealed sealed = encrypt(key, parameters(algorithm, NONE, aad), text);
            assertThat(sealed.iv()).hasSize(algorithm.ivBytes());
            assertThat(decrypt(key, parameters(algorithm, sealed.iv(), aad), sealed.ciphertext()))
                .isEqualTo(text);
          }
        });
  }

  @Test
  void aSignatureIsVerifiedAndNothingElseIs() {
    for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
      Key key = algorithm == SigningAlgorithm.ECDSA_SHA_256 ? ec : rsa;
      byte[] signature = house.crypto.sign(key, key.primary(), algorithm, DIGEST);
      assertThat(verify(key, algorithm, DIGEST, signature)).isTrue();
      byte[] otherDigest = new byte[32];
      otherDigest[31] = 1;
      assertThat(verify(key, algorithm, otherDigest, signature)).isFalse();
      for (int i = 0; i < signature.length; i += 7) {
        byte[] flipped = signature.clone();
        flipped[i] ^= 1;
        assertThat(verify(key, algorithm, DIGEST, flipped)).as("byte %d", i).isFalse();
      }
      for (int length : new int[] {0, 1, signature.length - 1, signature.length + 1, 5000}) {
        assertThat(verify(key, algorithm, DIGEST, Arrays.copyOf(signature, length))).isFalse();
      }
    }
  }

  @Test
  void everyUseOfAKeyThatIsNotEnabledIsRefusedByItsState() {
    Map<KeyState, ErrorCode> refusals =
        Map.of(
            KeyState.DISABLED, ErrorCode.DISABLED,
            KeyState.PENDING_IMPORT, ErrorCode.PENDING_IMPORT,
            KeyState.PENDING_DELETION, ErrorCode.PENDING_DELETION,
            KeyState.DESTROYING, ErrorCode.KEY_NOT_FOUND);
    for (KeyState state : KeyState.values()) {
      Key symmetric =
          house.inState(house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT), state);
      Key pair = house.inState(house.create(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY), state);
      Key both =
          house.inState(
              house.create(
                  KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT, Optional.of(KeyUsage.SIGN_VERIFY)),
              state);
      uses(symmetric, pair, both)
          .forEach((name, use) ->
              assertThat(Optional.ofNullable(refusals.get(state)))
                  .as("%s when %s", name, state)
                  .isEqualTo(code(use)));
    }
  }

  private static Map<String, ThrowingCallable> uses(Key symmetric, Key pair, Key both) {
    Map<String, ThrowingCallable> uses = new LinkedHashMap<>();
    SigningAlgorithm ecdsa = SigningAlgorithm.ECDSA_SHA_256;
    SigningAlgorithm pss = SigningAlgorithm.RSA_PSS_SHA_256;
    uses.put("encrypt", () -> encrypt(symmetric, CipherParameters.gcm(NONE, NONE), NONE));
    uses.put("rsa encrypt", () -> encrypt(both, OAEP, NONE));
    uses.put("decrypt", () -> decryptOwn(symmetric));
    uses.put("rsa decrypt", () -> decryptOwn(both));
    uses.put("sign", () -> house.crypto.sign(pair, pair.primary(), ecdsa, DIGEST));
    uses.put("rsa sign", () -> house.crypto.sign(both, both.primary(), pss, DIGEST));
    uses.put("verify", () -> verify(pair, ecdsa, DIGEST, NONE));
    uses.put("rsa verify", () -> verify(both, pss, DIGEST, NONE));
    return uses;
  }

  /// Decrypts what the same key encrypts when it is enabled; any bytes otherwise.
  private static byte[] decryptOwn(Key key) {
    boolean symmetric = key.spec().family() == KeySpec.Family.AES;
    CipherParameters how = symmetric ? CipherParameters.gcm(NONE, NONE) : OAEP;
    if (key.state() != KeyState.ENABLED) {
      byte[] iv = new byte[how.algorithm().ivBytes()];
      return decrypt(key, parameters(how.algorithm(), iv, NONE), new byte[256]);
    }
    Sealed sealed = encrypt(key, how, NONE);
    return decrypt(key, parameters(how.algorithm(), sealed.iv(), NONE), sealed.ciphertext());
  }

  @Test
  void everyUseThatIsNotTheKeysIsUnsupported() {
    Key signer = house.create(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY);
    Key sealer = house.create(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT);
    SigningAlgorithm pss = SigningAlgorithm.RSA_PSS_SHA_256;
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> encrypt(signer, OAEP, NONE),
            () -> decrypt(signer, OAEP, new byte[256]),
            () -> encrypt(ec, OAEP, NONE),
            () -> decrypt(ec, OAEP, new byte[256]),
            () -> house.crypto.sign(sealer, sealer.primary(), pss, DIGEST),
            () -> verify(sealer, pss, DIGEST, NONE),
            () -> house.crypto.sign(aes, aes.primary(), pss, DIGEST),
            () -> house.crypto.publicKeyPem(aes, aes.primary()))) {
      assertThat(code(use)).contains(ErrorCode.UNSUPPORTED_OPERATION);
    }
  }

  /// One signature in 256 begins with a zero; without it, it is the same number, not the same
  /// signature.
  @Test
  void anRsaSignatureWithoutItsLeadingZeroIsRefused() {
    Key signer = house.create(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY);
    SigningAlgorithm pkcs1 = SigningAlgorithm.RSA_PKCS1_SHA_256;
    byte[] digest = DIGEST.clone();
    byte[] signature;
    do {
      digest[0]++;
      digest[1] += (byte) (digest[0] == 0 ? 1 : 0);
      signature = house.crypto.sign(signer, signer.primary(), pkcs1, digest);
    } while (signature[0] != 0);
    assertThat(verify(signer, pkcs1, digest, signature)).isTrue();
    byte[] shorter = Arrays.copyOfRange(signature, 1, signature.length);
    assertThat(verify(signer, pkcs1, digest, shorter)).isFalse();
  }

  @Test
  void everyAlgorithmOfAnotherKindIsRefused() {
    for (EncryptionAlgorithm algorithm : EncryptionAlgorithm.values()) {
      Key wrong = algorithm.isSymmetric() ? rsa : aes;
      CipherParameters how = parameters(algorithm, new byte[algorithm.ivBytes()], NONE);
      assertThat(code(() -> encrypt(wrong, how, NONE))).contains(ErrorCode.INVALID_PARAMETER);
      assertThat(code(() -> decrypt(wrong, how, new byte[256])))
          .contains(ErrorCode.INVALID_PARAMETER);
    }
    for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
      Key wrong = algorithm == SigningAlgorithm.ECDSA_SHA_256 ? rsa : ec;
      assertThat(code(() -> house.crypto.sign(wrong, wrong.primary(), algorithm, DIGEST)))
          .contains(ErrorCode.INVALID_PARAMETER);
      assertThat(code(() -> verify(wrong, algorithm, DIGEST, NONE)))
          .contains(ErrorCode.INVALID_PARAMETER);
    }
  }

  @Test
  void everyIvLengthButTheRightOneIsRefused() {
    for (EncryptionAlgorithm algorithm : EncryptionAlgorithm.values()) {
      Key key = algorithm.isSymmetric() ? aes : rsa;
      byte[] ciphertext = new byte[algorithm.isSymmetric() ? 32 : 256];
      for (int length = 0; length <= 33; length++) {
        CipherParameters how = parameters(algorithm, new byte[length], NONE);
        if (length != algorithm.ivBytes()) {
          assertThat(code(() -> decrypt(key, how, ciphertext)))
              .as("%s %d", algorithm, length)
              .contains(ErrorCode.INVALID_PARAMETER);
        }
        boolean mayEncrypt = length == 0 || length == algorithm.ivBytes();
        assertThat(code(() -> encrypt(key, how, new byte[16])).isEmpty())
            .as("%s %d", algorithm, length)
            .isEqualTo(mayEncrypt);
      }
    }
  }

  @Test
  void aadIsForGcmAndHasAtMost8192Bytes() {
    for (EncryptionAlgorithm algorithm : EncryptionAlgorithm.values()) {
      Key key = algorithm.isSymmetric() ? aes : rsa;
      boolean gcm = algorithm == EncryptionAlgorithm.AES_GCM;
      for (int length : new int[] {1, 8192, 8193}) {
        CipherParameters how = parameters(algorithm, NONE, new byte[length]);
        assertThat(code(() -> encrypt(key, how, new byte[16])).isEmpty())
            .as("%s %d", algorithm, length)
            .isEqualTo(gcm && length <= 8192);
        CipherParameters back =
            parameters(algorithm, new byte[algorithm.ivBytes()], new byte[length]);
        assertThat(code(() -> decrypt(key, back, new byte[256])))
            .contains(ErrorCode.INVALID_PARAMETER);
      }
    }
  }

  @Test
  void aDigestHas32Bytes() {
    SigningAlgorithm ecdsa = SigningAlgorithm.ECDSA_SHA_256;
    for (int length : new int[] {0, 20, 31, 33, 64}) {
      assertThat(code(() -> house.crypto.sign(ec, ec.primary(), ecdsa, new byte[length])))
          .contains(ErrorCode.INVALID_PARAMETER);
      assertThat(code(() -> verify(ec, ecdsa, new byte[length], NONE)))
          .contains(ErrorCode.INVALID_PARAMETER);
    }
  }

  @Test
  void rsaPlaintextIsBoundByItsPadding() {
    CipherParameters sha1 = CipherParameters.rsa(EncryptionAlgorithm.RSAES_OAEP_SHA_1);
    encrypt(rsa, OAEP, new byte[190]);
    encrypt(rsa, sha1, new byte[214]);
    assertThat(code(() -> encrypt(rsa, OAEP, new byte[191]))).contains(ErrorCode.INVALID_PARAMETER);
    assertThat(code(() -> encrypt(rsa, sha1, new byte[215]))).contains(ErrorCode.INVALID_PARAMETER);
  }

  @Test
  void whateverIsWrongWithACiphertextIsOneRefusalWithOneMessage() {
    byte[] aad = {1, 2};
    Sealed sealed = encrypt(aes, CipherParameters.gcm(NONE, aad), new byte[20]);
    Key foreign = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    byte[] tag = sealed.ciphertext().clone();
    tag[tag.length - 1] ^= 1;
    byte[] body = sealed.ciphertext().clone();
    body[0] ^= 1;
    byte[] iv = sealed.iv().clone();
    iv[0] ^= 1;
    CipherParameters right = CipherParameters.gcm(sealed.iv(), aad);
    Set<String> messages = new HashSet<>();
    messages.add(badCiphertext(aes, right, tag));
    messages.add(badCiphertext(aes, right, body));
    messages.add(badCiphertext(aes, CipherParameters.gcm(iv, aad), sealed.ciphertext()));
    messages.add(badCiphertext(aes, CipherParameters.gcm(sealed.iv(), NONE), sealed.ciphertext()));
    messages.add(badCiphertext(foreign, right, sealed.ciphertext()));
    for (int length = 0; length < sealed.ciphertext().length; length++) {
      messages.add(badCiphertext(aes, right, Arrays.copyOf(sealed.ciphertext(), length)));
    }
    for (EncryptionAlgorithm block :
        List.of(EncryptionAlgorithm.AES_CBC, EncryptionAlgorithm.AES_ECB)) {
      CipherParameters how = parameters(block, new byte[block.ivBytes()], NONE);
      messages.add(badCiphertext(aes, how, new byte[0]));
      messages.add(badCiphertext(aes, how, new byte[15]));
      byte[] twoBlocks = encrypt(aes, how, new byte[16]).ciphertext();
      twoBlocks[15] ^= 1;
      messages.add(badCiphertext(aes, how, Arrays.copyOf(twoBlocks, 16)));
    }
    byte[] rsaSealed = encrypt(rsa, OAEP, new byte[20]).ciphertext();
    rsaSealed[100] ^= 1;
    messages.add(badCiphertext(rsa, OAEP, rsaSealed));
    messages.add(badCiphertext(rsa, OAEP, new byte[0]));
    messages.add(badCiphertext(rsa, OAEP, new byte[255]));
    messages.add(badCiphertext(rsa, OAEP, new byte[257]));
    byte[] tooLarge = new byte[256];
    Arrays.fill(tooLarge, (byte) 0xff);
    messages.add(badCiphertext(rsa, OAEP, tooLarge));
    assertThat(messages).containsExactly(ErrorCode.INVALID_PARAMETER.message());
  }

  private static String badCiphertext(Key key, CipherParameters how, byte[] ciphertext) {
    Throwable thrown = catchThrowable(() -> decrypt(key, how, ciphertext));
    assertThat(thrown).isInstanceOf(KmsException.class);
    assertThat(((KmsException) thrown).code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
    return String.valueOf(thrown.getMessage());
  }

  @Test
  void aKeyOfAnInstanceThatIsNotConnectedIsUnavailable() {
    Cryptography elsewhere =
        new Cryptography(
            _ -> {
              throw new KmsException(ErrorCode.UNAVAILABLE);
            },
            house.clock);
    try (SecretBytes text = House.secret("x")) {
      assertThat(
              code(() ->
                  elsewhere.encrypt(aes, aes.primary(), CipherParameters.gcm(NONE, NONE), text)))
          .contains(ErrorCode.UNAVAILABLE);
    }
  }

  @Test
  void aCallOnItsWayLeavesNothingOfAKeyThatIsDestroyed() {
    Key key = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    Sealed sealed = encrypt(key, CipherParameters.gcm(NONE, NONE), new byte[3]);
    assertThat(house.crypto.isResident(key, key.primary())).isTrue();
    house.crypto.destroy(key);
    assertThat(house.crypto.isResident(key, key.primary())).isFalse();
    assertThat(decrypt(key, CipherParameters.gcm(sealed.iv(), NONE), sealed.ciphertext()))
        .isEqualTo(new byte[3]);
    assertThat(house.crypto.isResident(key, key.primary())).isFalse();
  }

  @Test
  void rsaNeverRunsInline() {
    house.crypto.sign(rsa, rsa.primary(), SigningAlgorithm.RSA_PSS_SHA_256, DIGEST);
    assertThat(house.crypto.isResident(rsa, rsa.primary())).isFalse();
  }

  @Test
  void aPublicKeyIsPem() {
    assertThat(house.crypto.publicKeyPem(ec, ec.primary()))
        .startsWith("-----BEGIN PUBLIC KEY-----\nMFkw")
        .endsWith("\n-----END PUBLIC KEY-----\n");
    Key waiting = house.inState(ec, KeyState.ENABLED);
    coffer.model.KeyVersion without =
        new coffer.model.KeyVersion(
            waiting.primary().id(), waiting.traits().created(), Optional.empty(), NONE);
    assertThatThrownBy(() -> house.crypto.publicKeyPem(waiting, without))
        .isInstanceOf(KmsException.class);
  }

  private static CipherParameters parameters(EncryptionAlgorithm algorithm, byte[] iv, byte[] aad) {
    return new CipherParameters(algorithm, PaddingMode.PKCS7_PADDING, iv, aad);
  }

  private static Sealed encrypt(Key key, CipherParameters how, byte[] text) {
    try (SecretBytes plaintext = SecretBytes.copyOf(text)) {
      return house.crypto.encrypt(key, key.primary(), how, plaintext);
    }
  }

  private static byte[] decrypt(Key key, CipherParameters how, byte[] ciphertext) {
    try (SecretBytes text = house.crypto.decrypt(key, key.primary(), how, ciphertext).plaintext()) {
      return text.use(byte[]::clone);
    }
  }

  private static boolean verify(
      Key key, SigningAlgorithm algorithm, byte[] digest, byte[] signature) {
    return house.crypto.verify(key, key.primary(), algorithm, digest, signature);
  }

  private static Optional<ErrorCode> code(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    if (thrown == null) {
      return Optional.empty();
    }
    assertThat(thrown).isInstanceOf(KmsException.class);
    return Optional.of(((KmsException) thrown).code());
  }
}
