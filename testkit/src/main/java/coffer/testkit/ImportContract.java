package coffer.testkit;

import static coffer.model.WrappingAlgorithm.RSAES_OAEP_SHA_1;
import static coffer.model.WrappingAlgorithm.RSAES_OAEP_SHA_256;
import static coffer.model.WrappingAlgorithm.RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD;
import static coffer.model.WrappingAlgorithm.RSAES_PKCS1_V1_5;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.Imported;
import coffer.hsm.Incoming;
import coffer.hsm.Material;
import coffer.hsm.Sealed;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.SigningAlgorithm;
import coffer.model.WrappingAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Material that a customer wrapped becomes a key like any other, on every member; whatever is
/// wrong with it is one refusal.
public interface ImportContract extends HsmFixture {
  List<WrappingAlgorithm> OF_SECRETS =
      List.of(RSAES_PKCS1_V1_5, RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256);

  @SuppressWarnings("MutablePublicArray") // no test changes it
  byte[] WORD = {1, 2, 3};

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"ALIYUN_AES_128", "ALIYUN_AES_192", "ALIYUN_AES_256"})
  default void anAesKeyOpensWhatItsOwnerSealedElsewhere(KeySpec spec) {
    for (WrappingAlgorithm algorithm : OF_SECRETS) {
      byte[] secret = Custodian.random(spec.bits() / 8);
      Material material = imported(algorithm, spec, secret);
      byte[] iv = Custodian.random(12);
      byte[] elsewhere = gcm(secret, iv, WORD);
      for (HsmMember member : List.of(first(), second())) {
        HsmKey key = unwrap(member, material);
        assertThat(decrypt(member, key, CipherParameters.gcm(iv, NONE), elsewhere)).isEqualTo(WORD);
        Sealed sealed = encrypt(member, key, CipherParameters.gcm(iv, NONE), WORD);
        assertThat(sealed.ciphertext()).isEqualTo(elsewhere);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HMAC_SHA256, 32", "HMAC_SHA256, 33", "HMAC_SHA256, 47", "HMAC_SHA256, 64",
    "HMAC_SHA512, 64", "HMAC_SHA512, 65", "HMAC_SHA512, 127", "HMAC_SHA512, 128"
  })
  default void anHmacKeyOfAnyAllowedLengthMakesItsOwnersMacs(KeySpec spec, int bytes) {
    for (WrappingAlgorithm algorithm : OF_SECRETS) {
      byte[] secret = Custodian.random(bytes);
      Material material = imported(algorithm, spec, secret);
      for (HsmMember member : List.of(first(), second())) {
        assertThat(member.mac(unwrap(member, material), WORD)).isEqualTo(hmac(spec, secret));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"RSA_2048", "RSA_3072", "RSA_4096"})
  default void anRsaKeySignsAndDecryptsAsItsOwnersDoes(KeySpec spec) {
    KeyPair pair = Custodian.rsaPair(spec.bits());
    Material material = imported(spec, pair);
    assertThat(material.wrapped().publicKey()).isEqualTo(pair.getPublic().getEncoded());
    byte[] sealed =
        PublicSide.encrypt(
            EncryptionAlgorithm.RSAES_OAEP_SHA_256, pair.getPublic().getEncoded(), WORD);
    for (HsmMember member : List.of(first(), second())) {
      HsmKey key = unwrap(member, material);
      assertThat(
              decrypt(
                  member,
                  key,
                  CipherParameters.rsa(EncryptionAlgorithm.RSAES_OAEP_SHA_256),
                  sealed))
          .isEqualTo(WORD);
      for (SigningAlgorithm algorithm :
          List.of(SigningAlgorithm.RSA_PKCS1_SHA_256, SigningAlgorithm.RSA_PSS_SHA_256)) {
        byte[] signature = member.sign(key, algorithm, PublicSide.sha256(WORD));
        assertThat(
                PublicSide.verifies(
                    spec, algorithm, pair.getPublic().getEncoded(), WORD, signature))
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"EC_P256, secp256r1", "EC_P256K, secp256k1"})
  default void anEcKeySignsAsItsOwnersDoes(KeySpec spec, String curve) {
    KeyPair pair = Custodian.ecPair(curve);
    if (lacks().contains(spec)) {
      refusesToImportLacking(spec, pair);
      return;
    }
    Material material = imported(spec, pair);
    assertThat(material.wrapped().publicKey()).isEqualTo(pair.getPublic().getEncoded());
    for (HsmMember member : List.of(first(), second())) {
      byte[] signature =
          member.sign(
              unwrap(member, material), SigningAlgorithm.ECDSA_SHA_256, PublicSide.sha256(WORD));
      assertThat(
              PublicSide.verifies(
                  spec,
                  SigningAlgorithm.ECDSA_SHA_256,
                  pair.getPublic().getEncoded(),
                  WORD,
                  signature))
          .isTrue();
    }
  }

  private void refusesToImportLacking(KeySpec spec, KeyPair pair) {
    assertThat(catchThrowable(() -> imported(spec, pair)))
        .isInstanceOfSatisfying(
            HsmException.class, e -> assertThat(e.failure()).isEqualTo(HsmFailure.UNSUPPORTED))
        .hasMessageContaining(spec.wireName())
        .hasMessageContaining("CKM_");
  }

  @Test
  default void aSecretOfAnotherLengthIsRefused() {
    for (WrappingAlgorithm algorithm : OF_SECRETS) {
      for (int bytes : new int[] {0, 1, 16, 24, 31, 33, 40, 64}) {
        refused(algorithm, KeySpec.ALIYUN_AES_256, Custodian.random(bytes));
      }
      for (int bytes : new int[] {0, 24, 31, 65, 72}) {
        refused(algorithm, KeySpec.HMAC_SHA256, Custodian.random(bytes));
      }
      for (int bytes : new int[] {32, 63, 129}) {
        refused(algorithm, KeySpec.HMAC_SHA512, Custodian.random(bytes));
      }
    }
  }

  @Test
  default void whatIsTruncatedLongerOrFlippedIsRefused() {
    for (WrappingAlgorithm algorithm : OF_SECRETS) {
      byte[] good = Custodian.wrap(algorithm, publicKey(), Custodian.random(32));
      for (int length : new int[] {0, 1, 128, 255, 257, 512, 9000}) {
        refused(algorithm, Arrays.copyOf(good, length), KeySpec.ALIYUN_AES_256);
      }
      for (int bit = 0; bit < 8 * good.length; bit += 37) {
        refused(algorithm, flipped(good, bit), KeySpec.ALIYUN_AES_256);
      }
      byte[] tooLarge = new byte[256];
      Arrays.fill(tooLarge, (byte) 0xff);
      refused(algorithm, tooLarge, KeySpec.ALIYUN_AES_256);
      refused(algorithm, new byte[256], KeySpec.ALIYUN_AES_256);
    }
  }

  /// Also where a token would rather make a key up than say that the padding is bad.
  @Test
  default void everyBadPaddingIsRefused() {
    byte[] good = new byte[256];
    Arrays.fill(good, (byte) 0x5a);
    good[0] = 0;
    good[1] = 2;
    good[256 - 33] = 0;
    importKey(
        first(), new Incoming(wrapping(), RSAES_PKCS1_V1_5, Custodian.raw(publicKey(), good)));
    int[][] changes = {{0, 1}, {1, 1}, {1, 3}, {1, 0}, {2, 0}, {5, 0}, {9, 0}, {222, 0}, {223, 1}};
    for (int[] change : changes) {
      byte[] bad = good.clone();
      bad[change[0]] = (byte) change[1];
      refused(RSAES_PKCS1_V1_5, Custodian.raw(publicKey(), bad), KeySpec.ALIYUN_AES_256);
    }
  }

  @Test
  default void theOtherAlgorithmOrAnotherWrappingKeyDoesNotOpen() {
    byte[] secret = Custodian.random(32);
    for (WrappingAlgorithm one : OF_SECRETS) {
      byte[] wrapped = Custodian.wrap(one, publicKey(), secret);
      for (WrappingAlgorithm other : OF_SECRETS) {
        if (one != other) {
          refused(other, wrapped, KeySpec.ALIYUN_AES_256);
        }
      }
      Material elsewhere = material(first(), KeySpec.RSA_2048, Set.of(KeyUsage.ENCRYPT_DECRYPT));
      refuses(
          HsmFailure.BAD_CIPHERTEXT,
          () -> importKey(first(), new Incoming(elsewhere, one, wrapped)));
    }
  }

  @Test
  default void aPrivateKeyOfAnotherSpecIsRefused() {
    byte[] rsa2048 = Custodian.rsaPair(2048).getPrivate().getEncoded();
    byte[] p256 = Custodian.ecPair("secp256r1").getPrivate().getEncoded();
    byte[] p384 = Custodian.ecPair("secp384r1").getPrivate().getEncoded();
    refusedPrivate(KeySpec.RSA_3072, rsa2048);
    refusedPrivate(KeySpec.EC_P256, rsa2048);
    refusedPrivate(KeySpec.RSA_2048, p256);
    if (!lacks().contains(KeySpec.EC_P256K)) {
      refusedPrivate(KeySpec.EC_P256K, p256);
    }
    refusedPrivate(KeySpec.EC_P256, p384);
    refusedPrivate(KeySpec.EC_P256, Arrays.copyOf(p256, p256.length - 9));
    refusedPrivate(KeySpec.EC_P256, new byte[0]);
    refusedPrivate(KeySpec.EC_P256, Custodian.random(64));
  }

  /// Every byte of the private key is covered by something that must agree with it.
  @Test
  default void aPrivateKeyThatIsNotConsistentIsRefused() {
    byte[] rsa = Custodian.rsaPair(2048).getPrivate().getEncoded();
    for (int at = 40; at < rsa.length; at += 97) {
      refusedPrivate(KeySpec.RSA_2048, flipped(rsa, 8 * at));
    }
    String p256 = HexFormat.of().formatHex(Custodian.ecPair("secp256r1").getPrivate().getEncoded());
    int scalar = p256.indexOf("0420") + 4;
    String order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    for (String bad : List.of("00".repeat(32), order, "ff".repeat(32))) {
      String changed = p256.substring(0, scalar) + bad + p256.substring(scalar + 64);
      refusedPrivate(KeySpec.EC_P256, HexFormat.of().parseHex(changed));
    }
  }

  @Test
  default void aDamagedHybridEnvelopeIsRefused() {
    byte[] pkcs8 = Custodian.ecPair("secp256r1").getPrivate().getEncoded();
    byte[] good = Custodian.wrap(RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD, publicKey(), pkcs8);
    for (int length : new int[] {0, 255, 256, 257, 271, good.length - 1, good.length - 16}) {
      refused(
          RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD, Arrays.copyOf(good, length), KeySpec.EC_P256);
    }
    for (int bit : new int[] {3, 999, 8 * 256 + 1, 8 * good.length - 1}) {
      refused(RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD, flipped(good, bit), KeySpec.EC_P256);
    }
    byte[] shortKey = Custodian.random(16);
    byte[] head = Custodian.wrap(RSAES_OAEP_SHA_256, publicKey(), shortKey);
    byte[] tail = Custodian.aes(shortKey, pkcs8);
    byte[] both = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, both, head.length, tail.length);
    refused(RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD, both, KeySpec.EC_P256);
  }

  @Test
  default void anAlgorithmThatDoesNotSuitTheSpecIsTheCallersFault() {
    byte[] any = new byte[256];
    refuses(
        HsmFailure.CALLER,
        () ->
            first()
                .importKey(
                    new Incoming(wrapping(), RSAES_OAEP_SHA_1, any),
                    KeySpec.EC_P256,
                    Set.of(KeyUsage.SIGN_VERIFY)));
    refuses(
        HsmFailure.CALLER,
        () ->
            first()
                .importKey(
                    new Incoming(wrapping(), RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD, any),
                    KeySpec.ALIYUN_AES_256,
                    Set.of(KeyUsage.ENCRYPT_DECRYPT)));
  }

  /// The other member opens what came for a key pair that this one made.
  @Test
  default void everyMemberOpensIt() {
    byte[] secret = Custodian.random(32);
    byte[] wrapped = Custodian.wrap(RSAES_OAEP_SHA_256, publicKey(), secret);
    Imported imported = importKey(second(), new Incoming(wrapping(), RSAES_OAEP_SHA_256, wrapped));
    Material material = material(KeySpec.ALIYUN_AES_256, imported);
    byte[] iv = new byte[12];
    assertThat(
            decrypt(
                first(),
                unwrap(first(), material),
                CipherParameters.gcm(iv, NONE),
                gcm(secret, iv, WORD)))
        .isEqualTo(WORD);
  }

  private Material imported(WrappingAlgorithm algorithm, KeySpec spec, byte[] secret) {
    byte[] wrapped = Custodian.wrap(algorithm, publicKey(), secret);
    return material(
        spec, first().importKey(new Incoming(wrapping(), algorithm, wrapped), spec, spec.usages()));
  }

  private Material imported(KeySpec spec, KeyPair pair) {
    return imported(RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD, spec, pair.getPrivate().getEncoded());
  }

  private Material material(KeySpec spec, Imported imported) {
    return new Material(
        new KeyVersionId(UUID.randomUUID()), spec, spec.usages(), imported.wrapped());
  }

  private Imported importKey(HsmMember member, Incoming incoming) {
    return member.importKey(incoming, KeySpec.ALIYUN_AES_256, Set.of(KeyUsage.ENCRYPT_DECRYPT));
  }

  private void refused(WrappingAlgorithm algorithm, KeySpec spec, byte[] secret) {
    byte[] wrapped = Custodian.wrap(algorithm, publicKey(), secret);
    Throwable thrown = catchThrowable(() -> importKey(algorithm, wrapped, spec));
    assertThat(thrown)
        .as("%s of %d bytes by %s", spec, secret.length, algorithm)
        .isInstanceOfSatisfying(
            HsmException.class, e -> assertThat(e.failure()).isEqualTo(HsmFailure.BAD_CIPHERTEXT));
  }

  private void importKey(WrappingAlgorithm algorithm, byte[] encrypted, KeySpec spec) {
    Imported _ =
        first().importKey(new Incoming(wrapping(), algorithm, encrypted), spec, spec.usages());
  }

  private void refusedPrivate(KeySpec spec, byte[] pkcs8) {
    refused(RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD, spec, pkcs8);
  }

  private void refused(WrappingAlgorithm algorithm, byte[] encrypted, KeySpec spec) {
    refuses(HsmFailure.BAD_CIPHERTEXT, () -> importKey(algorithm, encrypted, spec));
  }

  private Material wrapping() {
    Material both = material(KeySpec.RSA_2048);
    return new Material(
        both.version(), both.spec(), Set.of(KeyUsage.ENCRYPT_DECRYPT), both.wrapped());
  }

  private byte[] publicKey() {
    return material(KeySpec.RSA_2048).wrapped().publicKey();
  }

  private static byte[] gcm(byte[] key, byte[] iv, byte[] plaintext) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
      return cipher.doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(KeySpec spec, byte[] key) {
    try {
      String name = spec == KeySpec.HMAC_SHA512 ? "HmacSHA512" : "HmacSHA256";
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(key, name));
      return mac.doFinal(WORD);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
