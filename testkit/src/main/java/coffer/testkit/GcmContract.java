package coffer.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.Sealed;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeySpec;
import coffer.model.PaddingMode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// AES-GCM with a 12-byte IV and a 16-byte tag (SP 800-38D).
public interface GcmContract extends HsmFixture {
  byte[] PLAINTEXT = "4711".getBytes(UTF_8);
  byte[] AAD = "tenant=blue".getBytes(UTF_8);
  byte[] IV = HexFormat.of().parseHex("000102030405060708090a0b");

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"ALIYUN_AES_128", "ALIYUN_AES_192", "ALIYUN_AES_256"})
  default void gcmOpensOnTheOtherMember(KeySpec spec) {
    HsmKey key = key(first(), spec);
    for (byte[] iv : new byte[][] {NONE, IV}) {
      for (byte[] aad : new byte[][] {NONE, AAD}) {
        Sealed sealed = encrypt(first(), key, CipherParameters.gcm(iv, aad), PLAINTEXT);
        assertThat(sealed.iv()).hasSize(12);
        assertThat(sealed.ciphertext()).hasSize(PLAINTEXT.length + 16);
        CipherParameters how = CipherParameters.gcm(sealed.iv(), aad);
        byte[] opened = decrypt(second(), key(second(), spec), how, sealed.ciphertext());
        assertThat(opened).isEqualTo(PLAINTEXT);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 32, 4096, 6144, 65536})
  default void gcmOpensEveryLength(int length) {
    byte[] plaintext = new byte[length];
    Arrays.fill(plaintext, (byte) 0x5a);
    HsmKey key = key(first(), KeySpec.ALIYUN_AES_256);
    Sealed sealed = encrypt(first(), key, CipherParameters.gcm(NONE, AAD), plaintext);
    assertThat(sealed.ciphertext()).hasSize(length + 16);
    CipherParameters how = CipherParameters.gcm(sealed.iv(), AAD);
    assertThat(decrypt(first(), key, how, sealed.ciphertext())).isEqualTo(plaintext);
  }

  /// SP 800-38D §7.1: the first counter block after the IV's own encrypts the first block.
  @Test
  default void gcmIsTheStandardsGcm() {
    HsmKey key = key(first(), KeySpec.ALIYUN_AES_256);
    Sealed sealed = encrypt(first(), key, CipherParameters.gcm(IV, NONE), new byte[16]);
    byte[] counter = Arrays.copyOf(sealed.iv(), 16);
    counter[15] = 2;
    CipherParameters ecb = block(EncryptionAlgorithm.AES_ECB, PaddingMode.NO_PADDING, NONE);
    byte[] stream = encrypt(first(), key, ecb, counter).ciphertext();
    assertThat(Arrays.copyOf(sealed.ciphertext(), 16)).isEqualTo(stream);
  }

  @Test
  default void gcmChoosesFreshIvs() {
    HsmKey key = key(first(), KeySpec.ALIYUN_AES_256);
    Set<String> ivs = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      Sealed sealed = encrypt(first(), key, CipherParameters.gcm(NONE, NONE), PLAINTEXT);
      assertThat(ivs.add(HexFormat.of().formatHex(sealed.iv()))).isTrue();
    }
  }

  @Test
  default void gcmRefusesEveryFlippedBit() {
    HsmKey key = key(first(), KeySpec.ALIYUN_AES_256);
    Sealed sealed = encrypt(first(), key, CipherParameters.gcm(NONE, AAD), PLAINTEXT);
    CipherParameters how = CipherParameters.gcm(sealed.iv(), AAD);
    for (int bit = 0; bit < 8 * sealed.ciphertext().length; bit++) {
      byte[] tampered = flipped(sealed.ciphertext(), bit);
      refuses(HsmFailure.BAD_CIPHERTEXT, () -> decrypt(first(), key, how, tampered));
    }
  }

  @Test
  default void gcmRefusesEveryTruncation() {
    HsmKey key = key(first(), KeySpec.ALIYUN_AES_256);
    Sealed sealed = encrypt(first(), key, CipherParameters.gcm(NONE, AAD), PLAINTEXT);
    CipherParameters how = CipherParameters.gcm(sealed.iv(), AAD);
    for (int length = 0; length < sealed.ciphertext().length; length++) {
      byte[] cut = Arrays.copyOf(sealed.ciphertext(), length);
      refuses(HsmFailure.BAD_CIPHERTEXT, () -> decrypt(first(), key, how, cut));
    }
  }

  @Test
  default void gcmRefusesAnotherIvAadOrKey() {
    HsmKey key = key(first(), KeySpec.ALIYUN_AES_256);
    HsmKey otherKey = key(first(), KeySpec.ALIYUN_AES_128);
    Sealed sealed = encrypt(first(), key, CipherParameters.gcm(NONE, AAD), PLAINTEXT);
    byte[] blob = sealed.ciphertext();
    CipherParameters right = CipherParameters.gcm(sealed.iv(), AAD);
    for (int bit = 0; bit < 8 * sealed.iv().length; bit++) {
      CipherParameters otherIv = CipherParameters.gcm(flipped(sealed.iv(), bit), AAD);
      refuses(HsmFailure.BAD_CIPHERTEXT, () -> decrypt(first(), key, otherIv, blob));
    }
    for (int bit = 0; bit < 8 * AAD.length; bit++) {
      CipherParameters otherAad = CipherParameters.gcm(sealed.iv(), flipped(AAD, bit));
      refuses(HsmFailure.BAD_CIPHERTEXT, () -> decrypt(first(), key, otherAad, blob));
    }
    CipherParameters noAad = CipherParameters.gcm(sealed.iv(), NONE);
    refuses(HsmFailure.BAD_CIPHERTEXT, () -> decrypt(first(), key, noAad, blob));
    refuses(HsmFailure.BAD_CIPHERTEXT, () -> decrypt(first(), otherKey, right, blob));
    assertThat(decrypt(first(), key, right, blob)).isEqualTo(PLAINTEXT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 11, 13, 16})
  default void gcmTakesNoIvButOfTwelveBytes(int length) {
    HsmKey key = key(first(), KeySpec.ALIYUN_AES_256);
    CipherParameters how = CipherParameters.gcm(new byte[length], NONE);
    refuses(HsmFailure.CALLER, () -> encrypt(first(), key, how, PLAINTEXT));
    refuses(
        Set.of(HsmFailure.CALLER, HsmFailure.BAD_CIPHERTEXT),
        () -> decrypt(first(), key, how, new byte[32]));
  }

  @Test
  default void callersArraysStayAsTheyAre() {
    HsmKey key = key(first(), KeySpec.ALIYUN_AES_256);
    byte[] iv = IV.clone();
    byte[] aad = AAD.clone();
    Sealed sealed = encrypt(first(), key, CipherParameters.gcm(iv, aad), PLAINTEXT);
    byte[] blob = sealed.ciphertext().clone();
    decrypt(first(), key, CipherParameters.gcm(sealed.iv(), aad), blob);
    assertThat(iv).isEqualTo(IV);
    assertThat(aad).isEqualTo(AAD);
    assertThat(blob).isEqualTo(sealed.ciphertext());
  }
}
